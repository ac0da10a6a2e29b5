using System.Text;
using Parley.Domain;
using Parley.Network;
using Parley.Ports;

namespace Parley.Venues.Public;

/// <summary>
/// One venue's public market, read only: trades, best quotes, mark prices, and funding rates, those to come and those settled.
/// Reconnects by itself, keeps the venue's heartbeat, and says when it has gone silent. For one thread; has its wire for itself.
/// </summary>
/// <remarks>
/// Pumping never waits; <see cref="IsIdle"/> says that nothing came. A message that cannot be understood is counted and passed
/// over. It is for comparison, not for the hot path: reading a message allocates.
/// </remarks>
public sealed class PublicMarketFeed : IMarketSource, ISocketTaker
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FundingInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan FundingRetry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    private readonly VenueDialect dialect;
    private readonly WireRouter router;
    private readonly ConnectBudget budget;
    private readonly TimeProvider clock;
    private readonly Backoff backoff;
    private readonly long started;
    private readonly Queue<FundingRate> fundings = new();
    private readonly Dictionary<Symbol, Timestamp> settled = [];
    private readonly History[] histories;
    private IMarketSink? target;
    private long socket;
    private bool isOpen;
    private TimeSpan openAt;
    private TimeSpan heardAt;
    private TimeSpan pingAt;
    private bool isDisposed;

    public PublicMarketFeed(VenueDialect dialect, IWire wire, ConnectBudget budget, TimeProvider clock, Prng chance)
    {
        (this.dialect, this.budget, this.clock) = (dialect, budget, clock);
        router = new WireRouter(wire);
        backoff = new Backoff(chance);
        started = clock.GetTimestamp();
        histories = [.. dialect.Instruments.Select(i => new History(this, i))];
    }

    public string Name => dialect.Name;

    public long FramesRead { get; private set; }

    public double? Progress => null;

    /// <summary>Whether the last pump found nothing.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Whether nothing has come for longer than a live market keeps silent.</summary>
    public bool IsStale => !isOpen || heardAt == default || Now - heardAt > StaleAfter;

    /// <summary>Messages and answers that could not be understood.</summary>
    public long Malformed { get; private set; }

    /// <summary>Why the last of them could not: one line.</summary>
    public string? Fault { get; private set; }

    /// <summary>Sockets opened so far.</summary>
    public int Connects { get; private set; }

    private TimeSpan Now => clock.GetElapsedTime(started);

    private Timestamp ReceivedAt => Timestamp.From(clock.GetUtcNow());

    /// <summary>Funding rates as they came: what is to settle next, again and again, and each settled one once, oldest first.</summary>
    public bool TryTakeFunding(out FundingRate rate) => fundings.TryDequeue(out rate);

    public bool Pump(IMarketSink sink)
    {
        if (isDisposed) return false;
        target = sink;
        IsIdle = !router.Poll();
        TimeSpan now = Now;
        if (socket == 0 && now >= openAt) Open(now);
        if (isOpen && now - heardAt > SilenceMax) Hang(now);
        if (isOpen && dialect.Ping is { } ping && now >= pingAt)
        {
            pingAt = now + PingInterval;
            router.Say(socket, Encoding.ASCII.GetBytes(ping));
        }

        foreach (History history in histories) history.Tick(now);
        return true;
    }

    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        if (socket != 0) router.Close(socket);
    }

    void ISocketTaker.OnOpen(long opened)
    {
        isOpen = true;
        heardAt = Now;
        pingAt = Now + PingInterval;
        foreach (string greeting in dialect.Greetings) router.Say(opened, Encoding.ASCII.GetBytes(greeting));
    }

    void ISocketTaker.OnMessage(long from, ReadOnlySpan<byte> message)
    {
        if (isDisposed || from != socket) return;
        FramesRead++;
        heardAt = Now;
        backoff.Reset();
        try
        {
            if (dialect.Read(message, ReceivedAt, target!, fundings.Enqueue) is { } reply) router.Say(from, Encoding.ASCII.GetBytes(reply));
        }
        catch (MarketDataException e)
        {
            Misread(e);
        }
    }

    void ISocketTaker.OnClosed(long closed, string reason)
    {
        if (closed != socket) return;
        Hang(Now);
    }

    private void Open(TimeSpan now)
    {
        if (!budget.TryTake())
        {
            openAt = now + budget.Wait;
            return;
        }

        Connects++;
        socket = router.Open(dialect.Socket, this);
    }

    private void Hang(TimeSpan now)
    {
        router.Close(socket);
        socket = 0;
        isOpen = false;
        openAt = now + backoff.Next();
    }

    private void Misread(MarketDataException e)
    {
        Malformed++;
        Fault = e.Message;
    }

    /// <summary>Asks for the settled rates of one instrument once an hour.</summary>
    private sealed class History(PublicMarketFeed feed, PublicInstrument instrument) : IAnswerTaker
    {
        private TimeSpan askAt;

        public void Tick(TimeSpan now)
        {
            if (now < askAt) return;
            // Whatever becomes of it, not again before it can have ended.
            askAt = now + FundingInterval;
            string path = feed.dialect.FundingTarget(instrument, feed.ReceivedAt);
            feed.router.Send(new WireRequest(WireMethod.Get, feed.dialect.Rest, path, null, null, Deadline), this);
        }

        public void OnAnswer(long id, in WireAnswer answer)
        {
            if (answer.Status != 200)
            {
                Failed();
                return;
            }

            try
            {
                foreach (FundingRate rate in feed.dialect.ReadFunding(instrument, answer.Body)) Keep(rate);
            }
            catch (MarketDataException e)
            {
                feed.Misread(e);
                Failed();
            }
        }

        public void OnLost(long id, bool neverLeft, string reason) => Failed();

        private void Keep(FundingRate rate)
        {
            if (feed.settled.GetValueOrDefault(rate.Symbol) >= rate.SettlesAt) return;
            feed.settled[rate.Symbol] = rate.SettlesAt;
            feed.fundings.Enqueue(rate);
        }

        private void Failed() => askAt = feed.Now + FundingRetry;
    }
}
