using Parley.Domain;
using Parley.Execution;
using Parley.Risk;

namespace Parley.Orchestrations;

/// <summary>
/// Which trading mode holds and why, for the account and for each instrument. Tightens by itself; loosens only when a human
/// says so or a reconciliation is clean, and never below what losses demand at that moment.
/// </summary>
/// <param name="changed">Told when the account's mode changes.</param>
/// <param name="noted">Told of every condition that comes, changes or goes.</param>
internal sealed class ModeControl(IReadOnlyList<Symbol> symbols, Action<ModeChange> changed, Action<ConditionChange> noted)
{
    private readonly Conditions _conditions = new(symbols);
    private LadderAction _demanded;

    /// <summary>The account's mode; an instrument's own may be stricter.</summary>
    public TradingMode Mode { get; private set; } = TradingMode.Normal;

    public string Reason { get; private set; } = "";

    public TradingMode ModeOf(Symbol symbol) => _conditions.ModeOf(symbol);

    public Condition? Find(Symbol symbol, string name) => _conditions.Find(symbol, name);

    /// <summary>Some condition of the instrument or the account waits for nothing but a clean reconciliation.</summary>
    public bool WantsReconciliation(Symbol symbol)
    {
        foreach (Condition condition in _conditions.All)
            if (condition is { EndedAt: not null, NeedsHuman: false } && (condition.Symbol == symbol || condition.Symbol == Symbol.Account)) return true;
        return false;
    }

    /// <summary>
    /// Goes to the given mode unless a stricter one already holds; only a human goes back. Written down in any case: what is
    /// strict enough now may end by itself, and a command must outlast it.
    /// </summary>
    public void Tighten(TradingMode mode, string reason) =>
        Set(new(Symbol.Account, ConditionNames.Command, mode, reason, NeedsHuman: true));

    public void Set(Condition condition)
    {
        if (!_conditions.Set(condition)) return;
        Condition now = _conditions.Find(condition.Symbol, condition.Name)!;
        noted(new(now.Symbol, now.Name, now.Demands, now.Reason, now.NeedsHuman));
        Refresh(now.Reason);
    }

    /// <summary>Its cause is gone; what it demands holds until a clean reconciliation.</summary>
    public bool End(Symbol symbol, string name, Timestamp at) => _conditions.End(symbol, name, at);

    /// <summary>The venue's holdings of an instrument, read from a moment on, are the ledger's.</summary>
    public void Reconciled(Symbol symbol, Timestamp begun) => Gone(_conditions.Reconciled(symbol, begun), "reconciled");

    /// <summary>Back to normal on a human's word.</summary>
    /// <returns>A sentence on what holds now.</returns>
    public string Resume()
    {
        if (_demanded >= LadderAction.ReduceOnly)
            return $"Stays {Mode}: losses demand it ({Reason}).";
        IReadOnlyList<Condition> over = _conditions.Release();
        if (over.Count == 0 && Mode == TradingMode.Normal) return "Already trading normally.";
        Gone(over, "resumed by hand");
        return Mode == TradingMode.Normal ? "Trading normally again." : $"Stays {Mode}: {Reason}.";
    }

    /// <summary>
    /// A human wants positions closed: what the desk itself holds against that goes, and nothing but reducing remains. What
    /// the venue demands stays, and so does a halt.
    /// </summary>
    public void AllowReducing(string reason)
    {
        List<Condition> over = [.. _conditions.All.Where(c => c.Demands == TradingMode.CancelOnly && IsOwn(c.Name))];
        foreach (Condition condition in over) _conditions.Remove(condition);
        if (over.Count > 0) Set(new(Symbol.Account, ConditionNames.Command, TradingMode.ReduceOnly, reason, NeedsHuman: true));
        Gone(over, reason);
        Tighten(TradingMode.ReduceOnly, reason);
    }

    private static bool IsOwn(string name) => name
        is ConditionNames.Command or ConditionNames.PositionMismatch or ConditionNames.Invariant or ConditionNames.StuckOrder;

    /// <summary>Takes the loss ladder's word. Pausing entries is the gate's own rule and needs no mode.</summary>
    public void Obey(LadderAction action, string reason)
    {
        _demanded = action;
        if (action == LadderAction.ReduceOnly && Find(Symbol.Account, ConditionNames.Losses) is null)
            Set(new(Symbol.Account, ConditionNames.Losses, TradingMode.ReduceOnly, reason, NeedsHuman: true));
    }

    private void Gone(IReadOnlyList<Condition> over, string reason)
    {
        foreach (Condition condition in over)
            if (_conditions.Find(condition.Symbol, condition.Name) is null)
                noted(new(condition.Symbol, condition.Name, TradingMode.Normal, reason, NeedsHuman: false));
        if (over.Count > 0) Refresh(reason);
    }

    private void Refresh(string reason)
    {
        TradingMode from = Mode;
        TradingMode to = _conditions.ModeOf(Symbol.Account);
        if (to == from) return;
        Mode = to;
        Reason = to > from || to == TradingMode.Normal ? reason : _conditions.Strictest(Symbol.Account)!.Reason;
        changed(new(from, to, Reason));
    }
}
