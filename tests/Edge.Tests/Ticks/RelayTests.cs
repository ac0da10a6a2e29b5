namespace Parley.Edge.Tests;

public sealed class RelayTests : IDisposable
{
    private const long Epoch = 7;
    private readonly CancellationTokenSource giveUp = new();
    private readonly CollectingPublisher stream = new();
    private readonly ManualClock clock = new();

    [Fact]
    public async Task What_the_desk_saw_and_what_it_said_come_out_in_the_order_in_which_they_went_in()
    {
        SyntheticMarket market = Markets.Make(TimeSpan.FromMinutes(6), "BTCUSDT", "ETHUSDT");
        TickOutbox outbox = Outbox();
        Task running = outbox.RunAsync();
        TickRelay relay = new(market.Instruments, Epoch, outbox, TimeSpan.FromSeconds(1), clock, Assert.Fail);
        Witness witness = new(relay, market.Instruments);
        Markets.Run(market, witness, afterEach: () =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(3));
            relay.FlushWhenDue();
        });
        relay.Flush();
        (await outbox.DrainAsync()).ShouldBe(0);

        foreach (Instrument instrument in market.Instruments)
        {
            InstrumentLog log = new();
            TickPosition position = default;
            foreach ((string _, ReadOnlyMemory<byte> body) in stream.Published.Where(p => p.Key == instrument.Symbol.Value))
            {
                TickBatchHeader header = TickBatch.ReadHeader(body);
                header.First.ShouldBe(new TickPosition(Epoch, position.Sequence + 1), "no gap, no overlap");
                TickBatch.Replay(body, position, log);
                position = header.Last;
            }

            List<string> expected = witness.Logs[instrument.Symbol].Lines;
            log.Lines.ShouldBe(expected);
            expected.ShouldContain(l => l.StartsWith("due ", StringComparison.Ordinal));
            expected.ShouldContain(l => l.StartsWith("reference ", StringComparison.Ordinal));
            expected.Count.ShouldBeGreaterThan(1_000);
        }

        relay.Events.ShouldBe(witness.Logs.Values.Sum(l => (long)l.Lines.Count));
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    [Fact]
    public void Ticks_wait_for_the_interval_but_a_decision_that_is_due_does_not()
    {
        TickOutbox outbox = Outbox();
        TickRelay relay = new([Markets.Bitcoin], Epoch, outbox, TimeSpan.FromMilliseconds(250), clock, Assert.Fail);
        relay.OnQuote(Markets.Quote(1));
        relay.FlushWhenDue();
        outbox.Depth.ShouldBe(0);
        clock.Advance(TimeSpan.FromMilliseconds(249));
        relay.FlushWhenDue();
        outbox.Depth.ShouldBe(0);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        relay.FlushWhenDue();
        outbox.Depth.ShouldBe(1);
        relay.FlushWhenDue();
        outbox.Depth.ShouldBe(1, "there is nothing new");

        relay.OnQuote(Markets.Quote(2));
        relay.OnDue(Markets.Bitcoin.Symbol, Markets.Start, Markets.Flat);
        outbox.Depth.ShouldBe(2);
    }

    [Fact]
    public void A_full_batch_goes_at_once_and_markets_that_are_not_traded_never()
    {
        TickOutbox outbox = Outbox();
        TickRelay relay = new([Markets.Bitcoin], Epoch, outbox, TimeSpan.FromHours(1), clock, Assert.Fail);
        Quote other = Markets.Quote(1) with { Symbol = new Symbol("DOGEUSDT") };
        for (int i = 0; i < 100_000; i++) relay.OnQuote(other);
        relay.Events.ShouldBe(0);
        outbox.Depth.ShouldBe(0);
        Random chance = new(1);
        for (int i = 1; outbox.Depth == 0 && i < 1_000_000; i++) relay.OnQuote(Markets.Quote(i, chance.Next(1, 100_000)));
        outbox.Depth.ShouldBe(1);
    }

    [Fact]
    public void An_event_that_fits_no_batch_is_counted_and_left_out_and_the_next_ones_go_on()
    {
        List<string> refused = [];
        TickOutbox outbox = Outbox();
        TickRelay relay = new([Markets.Bitcoin], Epoch, outbox, TimeSpan.FromHours(1), clock, refused.Add);
        relay.OnQuote(Markets.Quote(1));
        relay.OnNews(new NewsItem("id", Markets.Start, Markets.Start, "somebody", new string('x', 1_000_000), Markets.Bitcoin.Symbol, null));
        relay.OnQuote(Markets.Quote(2));
        relay.Refused.ShouldBe(1);
        relay.Events.ShouldBe(2);
        refused.Count.ShouldBe(1);
    }

    public void Dispose() => giveUp.Dispose();

    private TickOutbox Outbox() => new(stream, new(), TimeProvider.System, new Random(1), Assert.Fail, giveUp.Token);

    /// <summary>Writes down what goes into the relay, and hands it on.</summary>
    private sealed class Witness(TickRelay relay, IReadOnlyList<Instrument> instruments) : Markets.IRelay
    {
        public Dictionary<Symbol, InstrumentLog> Logs { get; } = instruments.ToDictionary(i => i.Symbol, _ => new InstrumentLog());

        public void OnTrade(in Trade trade)
        {
            Logs[trade.Symbol].OnTrade(trade);
            relay.OnTrade(trade);
        }

        public void OnQuote(in Quote quote)
        {
            Logs[quote.Symbol].OnQuote(quote);
            relay.OnQuote(quote);
        }

        public void OnDepth(in DepthUpdate update)
        {
            Logs[update.Symbol].OnDepth(update);
            relay.OnDepth(update);
        }

        public void OnSnapshot(in DepthSnapshot snapshot)
        {
            Logs[snapshot.Symbol].OnSnapshot(snapshot);
            relay.OnSnapshot(snapshot);
        }

        public void OnMark(in MarkPrice mark)
        {
            Logs[mark.Symbol].OnMark(mark);
            relay.OnMark(mark);
        }

        public void OnBar(in Bar bar)
        {
            Logs[bar.Symbol].OnBar(bar);
            relay.OnBar(bar);
        }

        public void OnNews(NewsItem item)
        {
            Logs[item.Symbol].OnNews(item);
            relay.OnNews(item);
        }

        public void OnClock(Symbol symbol, Timestamp now)
        {
            Logs[symbol].OnClock(now);
            relay.OnClock(symbol, now);
        }

        public void OnReferenceBar(Symbol symbol, in Bar bar)
        {
            Logs[symbol].OnReferenceBar(bar);
            relay.OnReferenceBar(symbol, bar);
        }

        public void OnDue(Symbol symbol, Timestamp now, AccountView account)
        {
            Logs[symbol].OnDue(now, account);
            relay.OnDue(symbol, now, account);
        }
    }
}
