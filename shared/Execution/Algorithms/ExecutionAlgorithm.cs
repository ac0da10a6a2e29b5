using Parley.Domain;

namespace Parley.Execution;

/// <summary>
/// Works parent orders. Pure: asked with the same parent, children, market and time it says the same, so that a desk that has
/// restarted goes on where it was. One child at a time is on its way, resting or being cancelled; none is sent while another
/// is in doubt.
/// </summary>
public static class ExecutionAlgorithm
{
    /// <param name="children">Every child of this parent, done or not.</param>
    /// <param name="now">Venue time.</param>
    public static ChildPlan Next(ParentOrder parent, IEnumerable<OrderState> children, BookSides market, Timestamp now)
    {
        ChildTally tally = ChildTally.Of(children);
        if (tally.IsInDoubt || tally.IsBusy || now < parent.Start) return ChildPlan.Wait;
        bool isPassive = parent.Style is ExecutionStyle.PostOnly or ExecutionStyle.Iceberg;
        if (tally.Resting is { } resting) return isPassive ? Follow(parent, tally, resting, market, now) : ChildPlan.Wait;
        Quantity left = parent.Quantity - tally.Committed;
        if (!left.IsPositive) return ChildPlan.Done;
        return isPassive ? Rest(parent, tally, left, market, now) : Take(parent, tally, left, market, now);
    }

    /// <summary>A resting child stays while it is at the touch, and leaves at the end.</summary>
    private static ChildPlan Follow(ParentOrder parent, ChildTally tally, OrderState resting, BookSides market, Timestamp now)
    {
        if (now >= parent.End) return new(null, resting.Id, false);
        if (!market.IsLive || Repricings(parent, tally) > parent.RepricingsMax) return ChildPlan.Wait;
        Price touch = market.Touch(parent.Side);
        bool behind = parent.Side == Side.Buy ? resting.Order.Limit < touch : resting.Order.Limit > touch;
        return behind ? new(null, resting.Id, false) : ChildPlan.Wait;
    }

    private static ChildPlan Rest(ParentOrder parent, ChildTally tally, Quantity left, BookSides market, Timestamp now)
    {
        if (now >= parent.End || Repricings(parent, tally) > parent.RepricingsMax) return ChildPlan.Done;
        if (!market.IsLive) return ChildPlan.Wait;
        Price touch = market.Touch(parent.Side);
        bool hides = parent.Style == ExecutionStyle.Iceberg && parent.Visible.IsPositive;
        Quantity quantity = ChildSize.Of(parent.Instrument, hides ? Quantity.Min(parent.Visible, left) : left, left, touch);
        return quantity.IsPositive
            ? Place(parent, tally, quantity, OrderType.Limit, touch, TimeInForce.PostOnly)
            : ChildPlan.Done;
    }

    // A child that filled its part whole was not repriced: only what was refused or taken off counts.
    private static int Repricings(ParentOrder parent, ChildTally tally) =>
        parent.Style == ExecutionStyle.Iceberg && parent.Visible.IsPositive
            ? Math.Max(0, tally.Count - (int)Math.Min(int.MaxValue, tally.Filled.Raw / parent.Visible.Raw))
            : tally.Count;

    private static ChildPlan Take(ParentOrder parent, ChildTally tally, Quantity left, BookSides market, Timestamp now)
    {
        bool isLast = now >= parent.End;
        Quantity due = parent.Style switch
        {
            ExecutionStyle.TimeSliced or ExecutionStyle.VolumeSliced => Slicing.DueBy(parent, now) - tally.Committed,
            ExecutionStyle.Depth => Due(parent, tally, left, market, now),
            _ => left,
        };
        Price price = market.IsLive ? market.Touch(parent.Side) : default;
        Quantity quantity = ChildSize.Of(parent.Instrument, Quantity.Min(due, left), left, price);
        if (!quantity.IsPositive) return isLast ? ChildPlan.Done : ChildPlan.Wait;
        if (parent.Style != ExecutionStyle.Depth)
            return Place(parent, tally, quantity, OrderType.Market, null, TimeInForce.ImmediateOrCancel);
        Price worst = BookDepth.Bound(parent.Instrument, market, parent.Side, parent.SlippageMax);
        return Place(parent, tally, quantity, OrderType.Limit, worst, TimeInForce.ImmediateOrCancel);
    }

    // One part in each slice of the time, so that the book can fill up again between them.
    private static Quantity Due(ParentOrder parent, ChildTally tally, Quantity left, BookSides market, Timestamp now)
    {
        if (!market.IsLive || now > parent.End || tally.Count > Slicing.SliceAt(parent, now)) return Quantity.Zero;
        return Quantity.Min(left, BookDepth.Within(parent.Instrument, market, parent.Side, parent.SlippageMax));
    }

    private static ChildPlan Place(
        ParentOrder parent, ChildTally tally, Quantity quantity, OrderType type, Price? limit, TimeInForce force)
    {
        ClientOrderId id = ClientOrderId.For(parent.DecisionId, parent.Leg, tally.Count);
        return new(
            new(id, parent.Instrument.Symbol, parent.Side, type, quantity, limit, Stop: null, force, parent.ReduceOnly), null, false);
    }
}
