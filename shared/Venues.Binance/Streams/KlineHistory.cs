using System.Globalization;
using Parley.Domain;
using Parley.Network;
using Parley.Ports;

namespace Parley.Venues.Binance;

/// <summary>
/// Closed candles of the last while, so that a desk begins with warm features. Asked page by page, one instrument after the
/// other, while the router is polled.
/// </summary>
public sealed class KlineHistory : IAnswerTaker
{
    private const int FailuresMax = 3;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly BinanceHosts hosts;
    private readonly IReadOnlyList<Symbol> symbols;
    private readonly Timeframe timeframe;
    private readonly Timestamp from;
    private readonly Timestamp to;
    private readonly WireRouter router;
    private readonly List<Bar> bars = [];
    private int at;
    private Timestamp next;
    private int failures;

    /// <param name="timeframe">Of the candles; one the venue keeps (see <see cref="Keeps"/>).</param>
    /// <param name="to">The venue's time now: what is not over by then is left out.</param>
    /// <param name="span">How far back.</param>
    public KlineHistory(BinanceHosts hosts, IReadOnlyList<Symbol> symbols, Timeframe timeframe, Timestamp to, TimeSpan span, WireRouter router)
    {
        (this.hosts, this.symbols, this.timeframe, this.router) = (hosts, symbols, timeframe, router);
        this.to = to.FloorTo(timeframe);
        from = next = (to + span.Negate()).FloorTo(timeframe);
        Ask();
    }

    public bool IsDone => at == symbols.Count;

    /// <summary>Why there is no history, in one line; null while there may be.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether the venue keeps candles of a timeframe.</summary>
    public static bool Keeps(Timeframe timeframe) =>
        timeframe.ToString() is "1m" or "3m" or "5m" or "15m" or "30m" or "1h" or "2h" or "4h" or "6h" or "8h" or "12h" or "1d";

    /// <summary>What was fetched, by closing time and then in the order of the instruments.</summary>
    public IReadOnlyList<Bar> Bars() => [.. bars.OrderBy(b => b.CloseTime.Nanoseconds)];

    public void OnAnswer(long id, in WireAnswer answer)
    {
        if (answer.Status != 200)
        {
            Failed($"the venue answered {answer.Status}");
            return;
        }

        try
        {
            Take(KlineReport.Read(answer.Body, symbols[at], timeframe));
        }
        catch (BinanceFormatException e)
        {
            Failed(e.Message);
        }
    }

    public void OnLost(long id, bool neverLeft, string reason) => Failed(reason);

    private void Take(List<Bar> page)
    {
        failures = 0;
        Timestamp before = next;
        foreach (Bar bar in page)
        {
            if (bar.OpenTime < next || bar.CloseTime > to) continue;
            bars.Add(bar with { AfterGap = bar.OpenTime > next && next > from });
            next = bar.CloseTime;
        }

        // A page that brings nothing new is the last one.
        if (next == before || next >= to) (at, next) = (at + 1, from);
        if (!IsDone) Ask();
    }

    private void Failed(string reason)
    {
        if (++failures < FailuresMax) Ask();
        else Fault = $"candles of {symbols[at]}: {reason}";
    }

    private void Ask()
    {
        bool spot = hosts.Product == BinanceProduct.Spot;
        string target = string.Create(
            CultureInfo.InvariantCulture,
            $"{(spot ? "/api/v3" : "/fapi/v1")}/klines?symbol={symbols[at].Value}&interval={timeframe}&startTime={next.Milliseconds}&endTime={to.Milliseconds - 1}&limit=1000");
        router.Send(new WireRequest(WireMethod.Get, hosts.Rest, target, null, null, Deadline), this);
    }
}
