using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <summary>Faults drawn from a plan's probabilities: the same seed and the same questions give the same faults.</summary>
public sealed class SeededFaults : IVenueFaults
{
    private readonly VenueFaultPlan plan;
    private readonly Timestamp start;
    private readonly Prng requests;
    private readonly Prng messages;
    private readonly Prng lags;
    private readonly Prng closings;

    /// <param name="start">Venue time from which the plan's schedule counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plan is out of its bounds.</exception>
    public SeededFaults(VenueFaultPlan plan, Timestamp start)
    {
        plan.Validate();
        this.plan = plan;
        this.start = start;
        requests = Prng.For(plan.Seed, 1);
        messages = Prng.For(plan.Seed, 2);
        lags = Prng.For(plan.Seed, 3);
        closings = Prng.For(plan.Seed, 4);
    }

    /// <summary>When off, nothing goes wrong any more: the second phase of a run, in which everything has to converge.</summary>
    public bool IsOn { get; set; } = true;

    public RequestFault OnRequest(Timestamp now, string path, bool isFutures, bool isOrder)
    {
        if (!IsOn) return RequestFault.None;
        if (Lasts(now, "dead", null)) return new(RequestFate.LostBefore, TimeSpan.Zero);
        TimeSpan delay = Hits(requests, plan.DelayAnswer) ? Upto(requests, plan.DelayMaxMilliseconds) : TimeSpan.Zero;
        if (Hits(requests, plan.LoseRequest)) return new(RequestFate.LostBefore, delay);
        if (Hits(requests, plan.LoseAnswer)) return new(RequestFate.LostAfter, delay);
        if (Hits(requests, plan.TooMany)) return new(RequestFate.ErrorInstead, delay, 429, -1003, "Too many requests; current limit is 2400 requests per minute. Please use the websocket for live updates to avoid polling the API.", plan.RetryAfterSeconds);
        if (Hits(requests, plan.Banned)) return new(RequestFate.ErrorInstead, delay, 418, -1003, $"Way too many requests; IP banned until {(now + TimeSpan.FromSeconds(plan.RetryAfterSeconds)).Milliseconds}. Please use the websocket for live updates to avoid bans.", plan.RetryAfterSeconds);
        return isOrder ? OnOrder(delay) : new(RequestFate.Served, delay);
    }

    public MessageFault OnMessage(Timestamp now, bool isFutures, bool isUserData)
    {
        if (!IsOn) return MessageFault.None;
        if (Lasts(now, "stream-silent", null)) return new(0, TimeSpan.Zero);
        if (!isUserData) return Hits(messages, plan.LoseMarket) ? new(0, TimeSpan.Zero) : MessageFault.None;
        if (Hits(messages, plan.LoseEvent)) return new(0, TimeSpan.Zero);
        int copies = Hits(messages, plan.RepeatEvent) ? 2 : 1;
        return new(copies, Hits(messages, plan.ReorderEvent) ? Upto(messages, plan.DelayMaxMilliseconds) : TimeSpan.Zero);
    }

    public TimeSpan LookupLag(Timestamp now, bool isFutures)
    {
        if (!IsOn) return TimeSpan.Zero;
        if (Hits(lags, plan.BlindOrder)) return TimeSpan.FromMilliseconds(plan.BlindMilliseconds);
        return Hits(lags, plan.LookupLag) ? Upto(lags, plan.LookupLagMaxMilliseconds) : TimeSpan.Zero;
    }

    public TimeSpan ClockOffset(Timestamp now) => IsOn ? TimeSpan.FromMilliseconds(plan.ClockOffsetMilliseconds) : TimeSpan.Zero;

    public bool CloseSocket(Timestamp now, bool isFutures) => IsOn && Hits(closings, plan.CloseSocket);

    public string? StatusOf(Timestamp now, Symbol symbol, bool isFutures)
    {
        if (!IsOn) return null;
        if (Lasts(now, "halt", symbol)) return "HALT";
        return Lasts(now, "cancel-only", symbol) ? "CANCEL_ONLY" : null;
    }

    public Instrument Rules(Timestamp now, Instrument instrument) => IsOn && Lasts(now, "coarse-filters", instrument.Symbol)
        ? instrument with { TickSize = Price.FromRaw(instrument.TickSize.Raw * 10), StepSize = Quantity.FromRaw(instrument.StepSize.Raw * 10) }
        : instrument;

    private RequestFault OnOrder(TimeSpan delay)
    {
        if (Hits(requests, plan.UnknownError)) return new(EitherWay(), delay, 503, 0, "Unknown error, please check your request or try again later.");
        if (Hits(requests, plan.Timeout)) return new(EitherWay(), delay, 503, -1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown.");
        if (Hits(requests, plan.Unavailable)) return new(RequestFate.ErrorInstead, delay, 503, 0, "Service Unavailable.");
        if (Hits(requests, plan.Overloaded)) return new(RequestFate.ErrorInstead, delay, 503, -1008, "Server is currently overloaded with other requests. Please try again in a few minutes.");
        return new(RequestFate.Served, delay);
    }

    private RequestFate EitherWay() => requests.NextInt(2) == 0 ? RequestFate.ExecutedThenError : RequestFate.ErrorInstead;

    private bool Lasts(Timestamp now, string kind, Symbol? symbol)
    {
        if (plan.Schedule.Count == 0) return false;
        double at = (now - start).TotalSeconds;
        foreach (FaultStretch stretch in plan.Schedule)
        {
            bool isNow = at >= stretch.FromSeconds && at < stretch.FromSeconds + stretch.ForSeconds;
            bool isHere = stretch.Symbol is null || symbol is null || string.Equals(stretch.Symbol, symbol.Value.Value, StringComparison.Ordinal);
            if (isNow && isHere && string.Equals(stretch.Kind, kind, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static bool Hits(Prng chance, double share) => share > 0 && chance.NextDouble() < share;

    private static TimeSpan Upto(Prng chance, int milliseconds) => TimeSpan.FromMilliseconds(1 + chance.NextInt(milliseconds));
}
