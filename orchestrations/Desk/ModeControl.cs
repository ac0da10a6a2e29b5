using Parley.Domain;
using Parley.Risk;

namespace Parley.Orchestrations;

/// <summary>
/// Which trading mode holds and why. Tightens by itself; loosens only when a human says so, and never below what losses
/// demand at that moment.
/// </summary>
internal sealed class ModeControl(Action<ModeChange> changed)
{
    private LadderAction _demanded;

    public TradingMode Mode { get; private set; } = TradingMode.Normal;

    public string Reason { get; private set; } = "";

    /// <summary>Goes to the given mode unless a stricter one already holds.</summary>
    public void Tighten(TradingMode mode, string reason)
    {
        if (mode > Mode) Change(mode, reason);
    }

    /// <summary>Back to normal on a human's word.</summary>
    /// <returns>A sentence on what holds now.</returns>
    public string Resume()
    {
        if (_demanded >= LadderAction.ReduceOnly)
            return $"Stays {Mode}: losses demand it ({Reason}).";
        if (Mode == TradingMode.Normal) return "Already trading normally.";
        Change(TradingMode.Normal, "resumed by hand");
        return "Trading normally again.";
    }

    /// <summary>Takes the loss ladder's word. Pausing entries is the gate's own rule and needs no mode.</summary>
    public void Obey(LadderAction action, string reason)
    {
        _demanded = action;
        if (action == LadderAction.ReduceOnly) Tighten(TradingMode.ReduceOnly, reason);
    }

    private void Change(TradingMode mode, string reason)
    {
        TradingMode from = Mode;
        (Mode, Reason) = (mode, reason);
        changed(new(from, mode, reason));
    }
}
