using Parley.Domain;
using Parley.Ports;

namespace Parley.Cli.Hosting;

/// <summary>
/// Plays a market of another time to the venue as if it were now: clients sign with today's clock. No event is stamped later
/// than now; each is played when the one before it is due.
/// </summary>
public sealed class VenueMarket : IMarketSink
{
    private readonly IMarketSource _source;
    private readonly Timestamp _origin;
    private readonly Timestamp _start;
    private readonly double _speed;
    private IMarketSink? _target;
    private Timestamp _now;
    private Timestamp _due;

    /// <param name="origin">Venue time of the market's first live event.</param>
    /// <param name="now">Now; the market begins at its whole minute, so that candles stay whole.</param>
    /// <param name="speed">Market seconds per second, above 0.</param>
    public VenueMarket(IMarketSource source, Timestamp origin, Timestamp now, double speed)
    {
        _source = source;
        _origin = origin.FloorTo(Timeframe.OneMinute);
        _start = now.FloorTo(Timeframe.OneMinute);
        _speed = speed;
    }

    public bool IsOver { get; private set; }

    /// <summary>Plays what is due.</summary>
    public void PlayTo(Timestamp now, IMarketSink target)
    {
        (_target, _now) = (target, now);
        while (!IsOver && _due <= now) IsOver = !_source.Pump(this);
    }

    public void OnTrade(in Trade trade)
    {
        Timestamp at = At(trade.VenueTime);
        _target!.OnTrade(trade with { VenueTime = at, ReceivedAt = at });
    }

    public void OnQuote(in Quote quote)
    {
        Timestamp at = At(quote.VenueTime);
        _target!.OnQuote(quote with { VenueTime = at, ReceivedAt = at });
    }

    public void OnDepth(in DepthUpdate update)
    {
        Timestamp at = At(update.VenueTime);
        _target!.OnDepth(new DepthUpdate(update.Symbol, at, at, update.FirstId, update.LastId, update.PreviousId, update.Bids, update.Asks));
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
        Timestamp at = At(snapshot.VenueTime);
        _target!.OnSnapshot(new DepthSnapshot(snapshot.Symbol, at, at, snapshot.LastId, snapshot.Bids, snapshot.Asks));
    }

    public void OnMark(in MarkPrice mark)
    {
        Timestamp at = At(mark.VenueTime);
        _target!.OnMark(mark with { VenueTime = at, ReceivedAt = at, NextFundingAt = Shifted(mark.NextFundingAt) });
    }

    public void OnBar(in Bar bar) => _target!.OnBar(bar with { OpenTime = Shifted(bar.OpenTime) });

    public void OnNews(NewsItem item)
    {
        // No venue sends it.
    }

    private Timestamp At(Timestamp time)
    {
        Timestamp shifted = Shifted(time);
        _due = Timestamp.Max(_due, shifted);
        return shifted < _now ? shifted : _now;
    }

    /// <summary>The past keeps its distances; what is live runs at the chosen speed.</summary>
    private Timestamp Shifted(Timestamp time)
    {
        TimeSpan since = time - _origin;
        return _start + (since > TimeSpan.Zero ? since / _speed : since);
    }
}
