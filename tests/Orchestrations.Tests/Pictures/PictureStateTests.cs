using Parley.Market;
using Parley.Market.Tests;
using Parley.Ports;

namespace Parley.Orchestrations.Tests;

/// <summary>A picture that was saved and restored, however often and wherever, is the picture.</summary>
public sealed class PictureStateTests(ITestOutputHelper output)
{
    private static readonly IReadOnlyList<PictureEvent> Troubled = TroubledMarket.Of(seed: 1);
    // Of each recording; the first part has everything the rest has.
    private const int RecordedEvents = 15_000;
    private readonly WatchedPicture restored = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_restored_picture_goes_on_bit_for_bit_through_every_trouble(ulong seed) =>
        Relay(TroubledMarket.Of(seed), seed, lookEvery: 7);

    [Fact]
    public void No_field_is_left_out()
    {
        var graph = new StateGraph();
        foreach (ulong seed in new ulong[] { 4, 5, 6 })
        {
            var whole = new WatchedPicture();
            int next = 0;
            foreach (PictureEvent e in TroubledMarket.Of(seed))
            {
                BookStatus before = whole.Picture.Book.Status;
                whole.Picture.ActiveIssues(e.At);
                e.Apply(whole.Picture);
                // Before bars that are over are closed, and when a book just broke or came back.
                if (next++ % 150 == 0 || whole.Picture.Book.Status != before || (whole.Bars.Count > 0 && next % 4 == 0))
                    graph.ShouldBeSame(whole.Picture, whole.Twin().Picture, "");
                whole.Bars.Clear();
                whole.Picture.Advance(e.At + TimeSpan.FromMilliseconds(-200));
            }
        }

        graph.Fields.Count.ShouldBeGreaterThan(60);
        // A picture with a rule is never saved, and what was settled off the book does not come as far as the bars here.
        graph.Fields.Where(f => !f.Value).Select(f => f.Key).Except(["InstrumentPicture._rule", "BarBuilder.<OffBookCount>k__BackingField"])
            .ShouldBeEmpty("these never were anything but nothing, so restoring them was not tested");
    }

    [Theory]
    [InlineData("spot_btcusdt_20240808.gz", null)]
    [InlineData("spot_btcusdt_20230405.dat.gz", null)]
    [InlineData("usdm_btcusdt_20230404.dat.gz", "usdm_btcusdt_20230405.dat.gz")]
    [InlineData("usdm_btcusdt_20240718.gz", "usdm_btcusdt_20240719.gz")]
    public void A_restored_picture_goes_on_bit_for_bit_on_recordings(string first, string? second)
    {
        string[] paths = second is null ? [RealData.Recording(first)] : [RealData.Recording(first), RealData.Recording(second)];
        using IMarketSource source = MarketFiles.OpenAll(paths);
        WatchedPicture whole = Relay([.. PictureTape.Of(source).Take(RecordedEvents)], seed: 9, lookEvery: 250);
        OrderBook book = whole.Picture.Book;
        output.WriteLine($"{whole.Picture.Save().Length} bytes; book {book.Status}, {book.BidCount} bids, {book.AskCount} asks: {BytesOf(book)} bytes");
    }

    [Fact]
    public void Fresh_and_quiet_pictures_come_back()
    {
        var fresh = new WatchedPicture();
        fresh.Twin().ShouldLookLike(fresh);
        WatchedPicture quiet = WatchedPicture.After(Troubled.Take(3));
        quiet.Twin().ShouldLookLike(quiet);
        output.WriteLine($"fresh: {fresh.Picture.Save().Length} bytes");
    }

    [Fact]
    public void Any_damaged_byte_is_refused()
    {
        byte[] state = WatchedPicture.After(Troubled.Take(700)).Picture.Save();
        for (int i = 0; i < state.Length; i++)
        {
            byte kept = state[i];
            state[i] ^= (byte)(1 << (i % 8));
            ShouldBeRefused(state);
            state[i] = kept;
        }

        restored.Picture.Restore(state);
    }

    [Fact]
    public void A_state_cut_short_or_too_long_is_refused()
    {
        byte[] state = WatchedPicture.After(Troubled.Take(700)).Picture.Save();
        for (int length = 0; length < state.Length; length += length < 64 ? 1 : 97) ShouldBeRefused(state.AsSpan(0, length));
        ShouldBeRefused(state.AsSpan(0, state.Length - 1));
        ShouldBeRefused([.. state, 0]);
    }

    [Fact]
    public void Content_cut_short_is_refused_even_under_a_fitting_checksum()
    {
        byte[] state = WatchedPicture.After(Troubled.Take(700)).Picture.Save();
        var envelope = new StateEnvelope(BitConverter.ToInt32(state), InstrumentPicture.StateVersion, "picture");
        for (int length = StateEnvelope.Size; length < state.Length; length += 41)
        {
            byte[] shorter = state[..length];
            envelope.Seal(shorter);
            ShouldBeRefused(shorter);
        }
    }

    [Theory]
    [InlineData("timeframes")]
    [InlineData("trigger")]
    [InlineData("references")]
    [InlineData("levels")]
    public void A_state_of_another_way_of_looking_is_refused_in_one_line(string changed)
    {
        DeskOptions own = WatchedPicture.Options;
        DeskOptions other = changed switch
        {
            "timeframes" => own with { Timeframes = [Timeframe.OneMinute, Timeframe.OneHour] },
            "trigger" => own with { Trigger = Timeframe.FiveMinutes },
            "references" => own with { Instruments = [Snapshots.Bitcoin] },
            _ => own with { BookLevels = 5 },
        };
        byte[] state = WatchedPicture.After(Troubled.Take(700)).Picture.Save();
        string message = Should.Throw<StateException>(() => new WatchedPicture(other).Picture.Restore(state)).Message;
        message.ShouldContain("The saved picture is of BTCUSDT on 1m, 5m, 1h, decided on 1m, 20 book levels, compared with ETHUSDT; this one is of BTCUSDT");
        message.ShouldNotContain("\n");
    }

    [Fact]
    public void A_picture_with_a_rule_refuses_to_be_saved()
    {
        var ruled = new WatchedPicture(WatchedPicture.Options with { Rule = _ => new Idle() });
        Should.Throw<StateException>(() => ruled.Picture.Save()).Message.ShouldContain("rule strategy");
        Should.Throw<StateException>(() => ruled.Picture.Restore(new WatchedPicture().Picture.Save())).Message.ShouldContain("rule strategy");
    }

    [Fact]
    public void Features_of_another_build_are_refused() =>
        Should.Throw<StateException>(() =>
        {
            StateStream reader = StateStream.Reading(new byte[64]);
            new Features.FeatureEngine(Snapshots.Bitcoin.Symbol, WatchedPicture.Options.Timeframes).Sync(ref reader);
        }).Message.ShouldContain("another set of features");

    /// <summary>Two pictures see the same; one of them is replaced now and then by what the other saved.</summary>
    private WatchedPicture Relay(IReadOnlyList<PictureEvent> events, ulong seed, int lookEvery)
    {
        var whole = new WatchedPicture();
        var relay = new WatchedPicture();
        Prng random = Prng.For(seed, 99);
        int restores = 0;
        int untilRestore = 0;
        var graph = new StateGraph();
        for (int i = 0; i < events.Count; i++)
        {
            if (untilRestore-- == 0)
            {
                relay.Picture.Save().AsSpan().SequenceEqual(whole.Picture.Save()).ShouldBeTrue($"event {i}");
                relay = whole.Twin();
                graph.ShouldBeSame(whole.Picture, relay.Picture, "");
                relay.ShouldLookLike(whole);
                restores++;
                // Short stretches for what shows at once, long ones for what shows late.
                untilRestore = random.NextInt(random.NextInt(4) == 0 ? events.Count / 10 : 150);
            }

            whole.Take(events[i]);
            relay.Take(events[i]);
            relay.ShouldHaveDoneAs(whole);
            if (i % lookEvery == 0) relay.ShouldLookLike(whole);
        }

        relay.ShouldLookLike(whole);
        relay.Picture.Save().ShouldBe(whole.Picture.Save());
        restores.ShouldBeGreaterThan(5);
        output.WriteLine($"{events.Count} events, {restores} restores");
        return whole;
    }

    private static int BytesOf(OrderBook book)
    {
        StateStream measure = StateStream.Measuring();
        book.Sync(ref measure);
        return measure.Position;
    }

    private void ShouldBeRefused(ReadOnlySpan<byte> state)
    {
        try
        {
            restored.Picture.Restore(state);
        }
        catch (StateException e)
        {
            e.Message.ShouldNotContain("\n");
            return;
        }

        Assert.Fail($"{state.Length} bytes were taken for a picture.");
    }

    private sealed class Idle : IRule
    {
        public RuleSignal OnBarClosed(in Bar bar, Quantity position, decimal averageEntry) => RuleSignal.Hold;
    }
}
