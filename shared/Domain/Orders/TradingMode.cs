namespace Parley.Domain;

/// <summary>What the desk may do, loosest first. Only a human or a clean reconciliation loosens.</summary>
public enum TradingMode
{
    /// <summary>Open, reduce, cancel.</summary>
    Normal,

    /// <summary>No new risk on this instrument; reduce and cancel.</summary>
    Guarded,

    /// <summary>Nothing but reducing and cancelling.</summary>
    ReduceOnly,

    /// <summary>Only cancelling.</summary>
    CancelOnly,

    /// <summary>Nothing leaves. Protective stops keep resting at the venue.</summary>
    Halted,
}
