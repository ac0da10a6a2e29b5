using Parley.Domain;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>
/// Lets through to the venue what the lease covers: everything while it is valid, reducing orders and cancels while it is
/// in doubt, nothing once it is lost. What is held back is answered as refused, so that the desk's books stay right.
/// Used on the desk's thread only.
/// </summary>
/// <remarks>
/// A process that was stopped for a while (garbage collection, a moved virtual machine, a starved thread) comes back with
/// old quotes and perhaps without its lease: after a pause the lease counts as doubtful until a renewal begun since says
/// otherwise.
/// </remarks>
public sealed class FencedGateway(IOrderGateway venue, IFence fence, TimeProvider clock) : IOrderGateway
{
    /// <summary>Name of the rule in refusals.</summary>
    public const string Rule = "FENCE";

    /// <summary>Longest time between two <see cref="Beat"/>s after which nothing has to be confirmed.</summary>
    public static TimeSpan PauseMax { get; } = TimeSpan.FromMilliseconds(500);

    private readonly Queue<VenueFact> refusals = new();
    private long beatAt = clock.GetTimestamp();
    private long confirmAfter;
    private bool confirming;

    public Timestamp Now => venue.Now;

    /// <summary>Orders and cancels held back.</summary>
    public long HeldBack { get; private set; }

    /// <summary>Pauses after which the lease had to be confirmed.</summary>
    public long Pauses { get; private set; }

    /// <summary>Says that the loop begins: what was before it was no pause.</summary>
    public void Begin() => beatAt = clock.GetTimestamp();

    /// <summary>Says that the loop runs. Call it often.</summary>
    public void Beat() => _ = Look();

    public void Place(PlaceOrder order)
    {
        LeaseState state = Look();
        if (state == LeaseState.Valid || (state == LeaseState.Doubtful && order.ReduceOnly))
        {
            venue.Place(order);
            return;
        }

        HeldBack++;
        refusals.Enqueue(new OrderRefused(order.Id, order.Symbol, Now, Rule, state == LeaseState.Lost
            ? "The lease is lost: nothing leaves any more."
            : "The lease is not confirmed: only orders that reduce may leave."));
    }

    /// <remarks>Not sent without a lease, and not answered then: whoever holds it now decides about the order.</remarks>
    public void Cancel(Symbol symbol, ClientOrderId id)
    {
        if (Look() == LeaseState.Lost) HeldBack++;
        else venue.Cancel(symbol, id);
    }

    public void Lookup(Symbol symbol, ClientOrderId id) => venue.Lookup(symbol, id);

    public void TakeStock(Symbol symbol, Timestamp since) => venue.TakeStock(symbol, since);

    public bool TryTake(out VenueFact fact) => refusals.TryDequeue(out fact!) || venue.TryTake(out fact);

    private LeaseState Look()
    {
        long now = clock.GetTimestamp();
        bool paused = clock.GetElapsedTime(beatAt, now) > PauseMax;
        beatAt = now;
        if (paused)
        {
            (confirming, confirmAfter) = (true, now);
            Pauses++;
            fence.ConfirmSoon();
        }

        LeaseState state = fence.State;
        if (confirming && fence.IsConfirmedSince(confirmAfter)) confirming = false;
        return confirming && state == LeaseState.Valid ? LeaseState.Doubtful : state;
    }
}
