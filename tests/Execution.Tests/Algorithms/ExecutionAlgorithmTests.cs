using Parley.Domain;

namespace Parley.Execution.Tests;

public sealed class ExecutionAlgorithmTests
{
    private static readonly Instrument Instrument = new(
        new("BTCUSDT"), "BTC", "USDT", InstrumentKind.Perpetual, Price.From(0.1m), Quantity.From(0.001m), Quantity.From(0.002m), 5m);

    private static readonly Timestamp Start = Timestamp.FromMilliseconds(1_721_347_200_000);

    [Fact]
    public void The_market_takes_all_at_once()
    {
        Work work = new(Parent(ExecutionStyle.Market));
        PlaceOrder child = work.Next(0).Place.ShouldNotBeNull();
        child.Id.Value.ShouldBe("d1.e.0");
        (child.Type, child.Quantity).ShouldBe((OrderType.Market, Quantity.From(0.1m)));
        work.Send(child);
        work.Next(0).ShouldBe(ChildPlan.Wait);
        work.Fill(child, child.Quantity);
        work.Next(0).IsDone.ShouldBeTrue();
    }

    [Fact]
    public void Time_slices_are_equal_and_small_ones_go_together()
    {
        Work work = new(Parent(ExecutionStyle.TimeSliced) with { Quantity = Quantity.From(0.005m), Slices = 5 });
        List<(int Second, decimal Quantity)> sent = [];
        for (int second = 0; second <= 30; second++)
        {
            if (work.Next(second).Place is not { } child) continue;
            sent.Add((second, child.Quantity.Value));
            work.Send(child);
            work.Fill(child, child.Quantity);
        }

        // 0.001 of every six seconds is below the smallest order of 0.002; the last is not left alone.
        sent.ShouldBe([(6, 0.002m), (18, 0.003m)]);
        work.Next(30).IsDone.ShouldBeTrue();
    }

    [Fact]
    public void Volume_slices_follow_the_profile()
    {
        Work work = new(Parent(ExecutionStyle.VolumeSliced) with { Slices = 3, Profile = [1, 0, 3] });
        work.SendAndFill(0).ShouldBe(0.025m);
        work.Next(11).Place.ShouldBeNull();
        work.SendAndFill(21).ShouldBe(0.075m);
    }

    [Fact]
    [Trait("Fault", "F-011")]
    public void A_resting_order_follows_the_touch_three_times_and_then_stays()
    {
        Work work = new(Parent(ExecutionStyle.PostOnly));
        for (int i = 0; i < 4; i++)
        {
            PlaceOrder child = work.Next(i).Place.ShouldNotBeNull();
            (child.Type, child.TimeInForce, child.Limit).ShouldBe((OrderType.Limit, TimeInForce.PostOnly, work.Bid));
            work.Send(child);
            work.Accept(child);
            work.Next(i).ShouldBe(ChildPlan.Wait);
            work.Bid += Price.From(1m);
            ChildPlan follow = work.Next(i);
            follow.Place.ShouldBeNull();
            if (i == 3)
            {
                follow.ShouldBe(ChildPlan.Wait);
                work.Next(30).Cancel.ShouldBe(child.Id);
                return;
            }

            follow.Cancel.ShouldBe(child.Id);
            work.Cancel(child);
            // The successor waits for the venue's word.
            work.Next(i).ShouldBe(ChildPlan.Wait);
            work.Cancelled(child);
        }
    }

    [Fact]
    [Trait("Fault", "F-011")]
    public void Refusals_for_crossing_end_after_the_fourth()
    {
        Work work = new(Parent(ExecutionStyle.PostOnly));
        for (int i = 0; i < 4; i++)
        {
            PlaceOrder child = work.Next(i).Place.ShouldNotBeNull();
            work.Send(child);
            work.Refuse(child);
        }

        work.Next(5).IsDone.ShouldBeTrue();
    }

    [Fact]
    public void An_iceberg_shows_a_part_at_a_time()
    {
        Work work = new(Parent(ExecutionStyle.Iceberg) with { Visible = Quantity.From(0.03m) });
        decimal[] shown = [.. Enumerable.Range(0, 3).Select(_ => work.SendAndFill(1))];
        // What would be left is too small neither to send nor to show: 0.01.
        shown.ShouldBe([0.03m, 0.03m, 0.03m]);
        work.SendAndFill(1).ShouldBe(0.01m);
        work.Next(1).IsDone.ShouldBeTrue();
    }

    [Fact]
    public void The_depth_of_the_book_bounds_a_part_and_its_price()
    {
        Work work = new(Parent(ExecutionStyle.Depth) with { Quantity = Quantity.From(9m), SlippageMax = 0.0005m, Slices = 3 });
        PlaceOrder child = work.Next(0).Place.ShouldNotBeNull();
        // Offers of 1 at 60000.1, 60010.1, 60020.1, 60030.1 …, and the bound lies 30 above the mid of 60000.05.
        child.Quantity.ShouldBe(Quantity.From(3m));
        child.Limit.ShouldBe(Price.From(60_030.0m));
        child.TimeInForce.ShouldBe(TimeInForce.ImmediateOrCancel);
        work.Send(child);
        work.Fill(child, child.Quantity);
        work.Next(1).Place.ShouldBeNull();
        work.Next(11).Place.ShouldNotBeNull();
    }

    [Fact]
    [Trait("Invariant", "I-16")]
    public void A_child_in_doubt_pauses_its_parent_whatever_the_style() =>
        Cases.Check(10_000, random =>
        {
            Work work = new(Draw(random));
            if (work.Next(random.Next(0, 30)).Place is not { } child) return;
            work.Send(child);
            work.Lose(child);
            work.Bid += Price.From(random.Next(-50, 50));
            work.Next(random.Next(0, 60)).ShouldBe(ChildPlan.Wait);
        });

    [Fact]
    [Trait("Invariant", "I-21")]
    [Trait("Invariant", "I-19")]
    public void Children_never_exceed_their_parent_and_are_named_once() =>
        Cases.Check(10_000, random =>
        {
            ParentOrder parent = Draw(random);
            Work work = new(parent);
            HashSet<ClientOrderId> ids = [];
            int second = 0;
            for (int i = 0; i < 40; i++)
            {
                second += random.Next(0, 4);
                work.Bid += Price.From(random.Next(-3, 4));
                ChildPlan plan = work.Next(second);
                // Asked again it says the same.
                work.Next(second).ShouldBe(plan);
                if (plan.Cancel is { } id) work.Cancel(work.Find(id));
                if (plan.Place is { } child)
                {
                    ids.Add(child.Id).ShouldBeTrue();
                    child.Quantity.IsMultipleOf(Instrument.StepSize).ShouldBeTrue();
                    child.Quantity.ShouldBeGreaterThanOrEqualTo(Instrument.QuantityMin);
                    work.Send(child);
                }

                work.HappenSomething(random);
                // Everything that can still fill counts as filled.
                work.Committed.ShouldBeLessThanOrEqualTo(parent.Quantity);
            }
        });

    private static ParentOrder Parent(ExecutionStyle style) =>
        new("d1", Legs.Entry, Instrument, Side.Buy, Quantity.From(0.1m), Start, style);

    private static ParentOrder Draw(Random random) => Parent((ExecutionStyle)random.Next(0, 6)) with
    {
        Quantity = Quantity.FromRaw(random.Next(2, 3_000) * 100_000L),
        Side = random.Next(2) == 0 ? Side.Buy : Side.Sell,
        Slices = random.Next(1, 20),
        Visible = Quantity.FromRaw(random.Next(0, 500) * 100_000L),
        Profile = random.Next(2) == 0 ? [] : [.. Enumerable.Range(0, random.Next(1, 10)).Select(_ => random.NextDouble() - 0.1)],
        SlippageMax = 0.0005m * random.Next(1, 5),
    };

    /// <summary>A parent, its children and a market of one level every ten, one coin each.</summary>
    private sealed class Work(ParentOrder parent)
    {
        private readonly Dictionary<ClientOrderId, OrderState> children = [];
        private long trade;

        public Price Bid { get; set; } = Price.From(60_000m);

        public Quantity Committed => ChildTally.Of(children.Values).Committed;

        public PlaceOrder Find(ClientOrderId id) => children[id].Order;

        public ChildPlan Next(int second) =>
            ExecutionAlgorithm.Next(parent, children.Values, Market(), Start + TimeSpan.FromSeconds(second));

        public decimal SendAndFill(int second)
        {
            PlaceOrder child = Next(second).Place.ShouldNotBeNull();
            Send(child);
            Fill(child, child.Quantity);
            return child.Quantity.Value;
        }

        public void Send(PlaceOrder child) => children.Add(child.Id, OrderState.Of(child).Submit());

        public void Accept(PlaceOrder child) => Apply(new OrderAccepted(child.Id, child.Symbol, Start, child.Id.Value));

        public void Refuse(PlaceOrder child) => Apply(new OrderRefused(child.Id, child.Symbol, Start, "POST_ONLY", "would match"));

        public void Lose(PlaceOrder child) => children[child.Id] = children[child.Id].LoseTrack();

        public void Cancel(PlaceOrder child) => children[child.Id] = children[child.Id].RequestCancel();

        public void Cancelled(PlaceOrder child) => Apply(new OrderCancelled(child.Id, child.Symbol, Start));

        public void Fill(PlaceOrder child, Quantity quantity) =>
            Apply(new OrderFilled(child.Id, child.Symbol, Start, ++trade, child.Side, Bid, quantity, 0m, false));

        /// <summary>Something the venue might say about one of the children that are not done.</summary>
        public void HappenSomething(Random random)
        {
            foreach (OrderState child in children.Values.Where(c => !c.IsDone).ToArray())
            {
                Quantity part = Quantity.FromRaw(Math.Max(1, child.Remaining.Raw / random.Next(1, 4)));
                switch (random.Next(0, 7))
                {
                    case 0: Accept(child.Order); break;
                    case 1: Fill(child.Order, part); break;
                    case 2: Fill(child.Order, child.Remaining); break;
                    case 3 when child.CancelsSent > 0: Cancelled(child.Order); break;
                    case 4 when child.Local == OrderPhase.Submitting: Lose(child.Order); break;
                    case 5 when child.Filled.IsZero && child.Accepted is null: Refuse(child.Order); break;
                    case 6 when child.Order.TimeInForce == TimeInForce.ImmediateOrCancel:
                        Apply(new OrderExpired(child.Id, child.Symbol, Start, "rest"));
                        break;
                }
            }
        }

        private void Apply(OrderFact fact) => children[fact.Id] = children[fact.Id].Apply(fact);

        private BookSides Market()
        {
            BookLevel[] bids = [.. Enumerable.Range(0, 10).Select(i => new BookLevel(Bid - Price.From(10m * i), Quantity.From(1m)))];
            BookLevel[] asks = [.. Enumerable.Range(0, 10).Select(i => new BookLevel(Bid + Price.From(0.1m + 10m * i), Quantity.From(1m)))];
            return new(bids, asks);
        }
    }
}
