namespace Parley.Edge.Tests;

public sealed class FencedGatewayTests
{
    private readonly ManualClock clock = new();
    private readonly Fence fence = new();
    private readonly Venue venue = new();
    private readonly FencedGateway gateway;

    public FencedGatewayTests() => gateway = new(venue, fence, clock);

    [Theory]
    [InlineData(LeaseState.Valid, true, true, true)]
    [InlineData(LeaseState.Doubtful, false, true, true)]
    [InlineData(LeaseState.Lost, false, false, false)]
    [Trait("Fault", "F-078")]
    [Trait("Invariant", "I-23")]
    [Trait("Invariant", "I-35")]
    public void What_leaves_is_what_the_lease_covers(LeaseState state, bool opens, bool reduces, bool cancels)
    {
        fence.State = state;
        gateway.Place(Order("open", reduceOnly: false));
        gateway.Place(Order("reduce", reduceOnly: true));
        gateway.Cancel(Markets.Bitcoin.Symbol, new("open"));

        venue.Placed.Contains("open").ShouldBe(opens);
        venue.Placed.Contains("reduce").ShouldBe(reduces);
        venue.Cancelled.Contains("open").ShouldBe(cancels);
        List<OrderRefused> refused = Refusals();
        refused.Select(r => r.Id.Value).ShouldBe(new[] { ("open", opens), ("reduce", reduces) }.Where(o => !o.Item2).Select(o => o.Item1));
        refused.ShouldAllBe(r => r.Rule == "FENCE" && r.At == Markets.Start);
        gateway.HeldBack.ShouldBe((opens ? 0 : 1) + (reduces ? 0 : 1) + (cancels ? 0 : 1));
    }

    [Fact]
    [Trait("Fault", "F-080")]
    public void After_a_pause_only_reducing_orders_leave_until_the_lease_is_confirmed_anew()
    {
        gateway.Begin();
        clock.Advance(TimeSpan.FromMilliseconds(500));
        gateway.Beat();
        gateway.Pauses.ShouldBe(0);

        // Nobody beat: the pause is noticed by the order itself, before it is sent.
        clock.Advance(TimeSpan.FromMilliseconds(501));
        gateway.Place(Order("open", reduceOnly: false));
        gateway.Place(Order("reduce", reduceOnly: true));
        venue.Placed.ShouldBe(["reduce"]);
        gateway.Pauses.ShouldBe(1);
        fence.Asked.ShouldBe(1);

        // A renewal begun before the pause was over proves nothing.
        fence.ConfirmedAt = clock.GetTimestamp() - 1;
        gateway.Place(Order("open-2", reduceOnly: false));
        venue.Placed.ShouldNotContain("open-2");

        clock.Advance(TimeSpan.FromMilliseconds(20));
        fence.ConfirmedAt = clock.GetTimestamp();
        gateway.Place(Order("open-3", reduceOnly: false));
        venue.Placed.ShouldContain("open-3");
    }

    [Fact]
    public void Refusals_come_before_what_the_venue_says_and_nothing_of_it_is_lost()
    {
        venue.Facts.Enqueue(new OrderAccepted(new("old"), Markets.Bitcoin.Symbol, Markets.Start, "1"));
        fence.State = LeaseState.Lost;
        gateway.Place(Order("open", reduceOnly: false));
        gateway.TryTake(out VenueFact first).ShouldBeTrue();
        first.ShouldBeOfType<OrderRefused>();
        gateway.TryTake(out VenueFact second).ShouldBeTrue();
        second.ShouldBeOfType<OrderAccepted>();
        gateway.TryTake(out _).ShouldBeFalse();
    }

    private List<OrderRefused> Refusals()
    {
        List<OrderRefused> refused = [];
        while (gateway.TryTake(out VenueFact fact)) refused.Add(fact.ShouldBeOfType<OrderRefused>());
        return refused;
    }

    private static PlaceOrder Order(string id, bool reduceOnly) => new(
        new(id), Markets.Bitcoin.Symbol, Side.Sell, OrderType.Market, Quantity.From(0.01m), null, null, TimeInForce.ImmediateOrCancel, reduceOnly);

    private sealed class Fence : IFence
    {
        public LeaseState State { get; set; }

        public long ConfirmedAt { get; set; } = long.MinValue;

        public int Asked { get; private set; }

        public bool IsConfirmedSince(long timestamp) => ConfirmedAt >= timestamp;

        public void ConfirmSoon() => Asked++;
    }

    private sealed class Venue : IOrderGateway
    {
        public List<string> Placed { get; } = [];

        public List<string> Cancelled { get; } = [];

        public Queue<VenueFact> Facts { get; } = new();

        public Timestamp Now => Markets.Start;

        public void Lookup(Symbol symbol, ClientOrderId id)
        {
        }

        public void TakeStock(Symbol symbol, Timestamp since)
        {
        }

        public void Place(PlaceOrder order) => Placed.Add(order.Id.Value);

        public void Cancel(Symbol symbol, ClientOrderId id) => Cancelled.Add(id.Value);

        public bool TryTake(out VenueFact fact) => Facts.TryDequeue(out fact!);
    }
}
