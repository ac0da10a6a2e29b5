using System.Text;
using Parley.Execution;
using Parley.Ports;

namespace Parley.Orchestrations.Tests;

/// <summary>A ledger that can no longer be written: what has no record does not leave, and nothing leaves afterwards.</summary>
public sealed class LedgerFailureTests
{
    private static readonly Instrument Instrument = Snapshots.Bitcoin;

    /// <summary>The disk is full after each number of records in turn: before the intent, behind it, between a fill and its stop, while a position is closed.</summary>
    [Fact]
    [Trait("Fault", "F-083")]
    [Trait("Fault", "F-087")]
    [Trait("Invariant", "I-09")]
    public void Whatever_record_finds_no_room_nothing_leaves_without_one_and_nothing_leaves_after_it()
    {
        int untouched = Session(int.MaxValue, out _);
        untouched.ShouldBeGreaterThan(8, "the session writes enough to be broken at many places");
        int stopped = 0;
        for (int room = 0; room < untouched; room++)
        {
            Session(room, out bool failed);
            failed.ShouldBeTrue($"room for {room}");
            stopped++;
        }

        stopped.ShouldBe(untouched);
    }

    /// <returns>Records written.</returns>
    private static int Session(int room, out bool failed)
    {
        BoundedJournal journal = new();
        ScriptedVenue venue = new();
        Ledger ledger = Ledger.Start(journal);
        DeskLedger records = new(ledger);
        ModeControl modes = new(
            [Instrument.Symbol],
            change => records.Write(LedgerKinds.Mode, venue.Now, change, DecisionJson.Canonical.ModeChange),
            change => records.Write(LedgerKinds.Condition, venue.Now, change, DecisionJson.Canonical.ConditionChange));
        OrderDesk desk = new(venue, records, new OrderBench.AlertsSeen(), new(10_000), new(), modes, [Instrument], new(), _ => { });
        records.Write(LedgerKinds.RunStart, venue.Now, new RunStart(1, "test", "test", "test", "", TwoPlaces.Settings, 10_000), DecisionJson.Canonical.RunStart);
        desk.Begin();
        int before = journal.Lines.Count;
        journal.Room = room == int.MaxValue ? room : before + room;

        failed = false;
        try
        {
            Trade(desk, venue);
        }
        catch (IOException)
        {
            failed = true;
        }

        int sent = venue.Placed.Count;
        HashSet<string> intended = [.. journal.Lines.Select(line => Encoding.UTF8.GetString(line)).Where(line => line.Contains("\"intent\"", StringComparison.Ordinal))];
        foreach (PlaceOrder order in venue.Placed)
            intended.ShouldContain(line => line.Contains($"\"{order.Id}\"", StringComparison.Ordinal), $"{order.Id} left with room for {room} records");
        if (!failed) return journal.Lines.Count - before;

        // The disk has room again: a ledger that missed a record stays shut, and so does the desk.
        journal.Room = int.MaxValue;
        Should.Throw<Exception>(() => Send(desk, venue, "again"));
        venue.Placed.Count.ShouldBe(sent);
        return journal.Lines.Count - before;
    }

    private static void Trade(OrderDesk desk, ScriptedVenue venue)
    {
        PlaceOrder entry = Send(desk, venue, "d1");
        venue.Say(new OrderAccepted(entry.Id, Instrument.Symbol, venue.Now, "1"));
        venue.Say(new OrderFilled(entry.Id, Instrument.Symbol, venue.Now, 1, Side.Buy, Price.From(60_000), entry.Quantity, 0.01m, IsMaker: false));
        Turn();
        venue.Say(new OrderAccepted(venue.Placed[^1].Id, Instrument.Symbol, venue.Now, "2"));
        Turn();
        desk.Stops.Close(Instrument, venue.Now);
        PlaceOrder close = venue.Placed[^1];
        venue.Say(new OrderFilled(close.Id, Instrument.Symbol, venue.Now, 2, Side.Sell, Price.From(59_990), close.Quantity, 0.01m, IsMaker: false));
        for (int i = 0; i < 40; i++) Turn();

        void Turn()
        {
            venue.Now += TimeSpan.FromMilliseconds(100);
            if (desk.TakeFacts(venue.Now)) desk.Stops.Protect(Instrument, venue.Now);
            desk.Tick(venue.Now);
        }
    }

    private static PlaceOrder Send(OrderDesk desk, ScriptedVenue venue, string decision)
    {
        PlaceOrder order = new(
            ClientOrderId.For(decision, Legs.Entry, 0), Instrument.Symbol, Side.Buy, OrderType.Market, Quantity.From(0.01m),
            null, null, TimeInForce.ImmediateOrCancel, ReduceOnly: false);
        desk.Stops.Plan(Instrument.Symbol, Price.From(59_000), decision, venue.Now);
        desk.Send(order, decision, venue.Now);
        return order;
    }

    private sealed class BoundedJournal : IJournal
    {
        public List<byte[]> Lines { get; } = [];

        public int Room { get; set; } = int.MaxValue;

        public IEnumerable<ReadOnlyMemory<byte>> ReadAll() => Lines.Select(line => new ReadOnlyMemory<byte>(line));

        public void Append(ReadOnlySpan<byte> record, bool durable)
        {
            if (Lines.Count >= Room) throw new IOException("No space left on device.");
            Lines.Add(record.ToArray());
        }

        public void Dispose()
        {
        }
    }
}
