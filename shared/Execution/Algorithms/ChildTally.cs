using Parley.Domain;

namespace Parley.Execution;

/// <summary>
/// What has come of a parent's children: a fold over their states, so that it can be made again from the ledger. What can
/// still fill counts as filled.
/// </summary>
/// <param name="Committed">Filled, or able to fill yet: unknown, resting, on its way.</param>
/// <param name="Filled">Filled for certain.</param>
/// <param name="Count">Children so far; the next one's attempt.</param>
/// <param name="Resting">The child that rests at the venue, if one does.</param>
/// <param name="IsInDoubt">A child's outcome is unknown: nothing is sent until it is.</param>
/// <param name="IsBusy">A child is on its way or being cancelled: nothing is sent until the venue has answered.</param>
public readonly record struct ChildTally(
    Quantity Committed, Quantity Filled, int Count, OrderState? Resting, bool IsInDoubt, bool IsBusy)
{
    /// <param name="children">Every child of one parent, done or not, in any order.</param>
    public static ChildTally Of(IEnumerable<OrderState> children)
    {
        ChildTally tally = default;
        foreach (OrderState child in children)
        {
            bool resting = child.Phase is OrderPhase.Working or OrderPhase.PartiallyFilled;
            tally = new(
                tally.Committed + (child.IsDone ? child.Filled : child.Order.Quantity),
                tally.Filled + child.Filled,
                tally.Count + 1,
                resting && child.CancelsSent == 0 ? child : tally.Resting,
                tally.IsInDoubt || child.Phase == OrderPhase.Unknown,
                tally.IsBusy || child.Phase is OrderPhase.Intended or OrderPhase.Submitting || (!child.IsDone && child.CancelsSent > 0));
        }

        return tally;
    }
}

/// <summary>What to do next for a parent order.</summary>
/// <param name="Place">The child to send, or null.</param>
/// <param name="Cancel">The child to take off the book, or null. Its successor waits for the venue's answer.</param>
/// <param name="IsDone">Nothing more will be sent, and nothing can still fill.</param>
public readonly record struct ChildPlan(PlaceOrder? Place, ClientOrderId? Cancel, bool IsDone)
{
    /// <summary>Nothing to do for now.</summary>
    public static ChildPlan Wait => default;

    public static ChildPlan Done => new(null, null, true);
}
