using Parley.Domain;
using Parley.Market;
using Parley.Ports;

namespace Parley.Hosting;

/// <summary>Recorded data, recognised and opened, with the instruments it is about.</summary>
public sealed class ReplaySource : IDisposable
{
    private ReplaySource(IMarketSource source, IReadOnlyList<Instrument> instruments, Timeframe? candles, string name, Timestamp from) =>
        (Source, Instruments, Candles, Name, From) = (source, instruments, candles, name, from);

    public IMarketSource Source { get; }

    public IReadOnlyList<Instrument> Instruments { get; }

    /// <summary>Timeframe of the candles the desk decides on; null for ticks with a book.</summary>
    public Timeframe? Candles { get; }

    /// <summary>File names without their directories.</summary>
    public string Name { get; }

    /// <summary>Venue time of the first event.</summary>
    public Timestamp From { get; }

    /// <exception cref="MarketDataException">A file cannot be opened or understood.</exception>
    public static ReplaySource Open(IReadOnlyList<string> paths, MarketFileOptions options, ParleyConfig config)
    {
        MarketFacts facts = MarketProbe.Of(paths, options);
        IMarketSource source = MarketFiles.OpenAll(paths, options);
        Timeframe? candles = facts.Kind == MarketFileKind.Candles ? facts.Timeframe : null;
        if (facts.Kind == MarketFileKind.Trades)
        {
            // Trades without a book have nothing to fill against: the desk trades the bars they make.
            candles = config.Desk.Timeframes.Min();
            source = new BarsFromTrades(source, candles.Value);
        }

        return new(source, MarketProbe.Instruments(facts, config), candles, string.Join(" + ", paths.Select(p => Path.GetFileName(p))), facts.From);
    }

    public void Dispose() => Source.Dispose();
}
