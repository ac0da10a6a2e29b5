using Parley.Domain;

namespace Parley.Execution;

/// <summary>Something that restricts trading while it lasts.</summary>
/// <param name="Symbol">The instrument; <see cref="Symbol.Account"/> for all of them.</param>
/// <param name="Name">Which condition; one of each name per symbol.</param>
/// <param name="Demands">The loosest mode allowed.</param>
/// <param name="NeedsHuman">Only a human ends it; otherwise a clean reconciliation does, once its cause is gone.</param>
public sealed record Condition(Symbol Symbol, string Name, TradingMode Demands, string Reason, bool NeedsHuman)
{
    /// <summary>When its cause went; null while it is there. It still holds until holdings compared after that agree.</summary>
    public Timestamp? EndedAt { get; init; }
}

/// <summary>
/// All conditions of an account, and the mode that follows: the strictest of an instrument's own and the account's. It
/// tightens by itself; it loosens by a human's word or by a clean reconciliation.
/// </summary>
public sealed class Conditions(IReadOnlyList<Symbol> symbols)
{
    private readonly List<Condition> all = [];
    private readonly Dictionary<Symbol, Timestamp> clean = [];

    public IReadOnlyList<Condition> All => all;

    /// <summary>The mode of an instrument; of the account alone for <see cref="Symbol.Account"/>.</summary>
    public TradingMode ModeOf(Symbol symbol)
    {
        TradingMode mode = TradingMode.Normal;
        for (int i = 0; i < all.Count; i++)
        {
            Condition condition = all[i];
            if (condition.Demands > mode && (condition.Symbol == symbol || condition.Symbol == Symbol.Account)) mode = condition.Demands;
        }

        return mode;
    }

    /// <summary>The condition that demands an instrument's mode; null when it is normal.</summary>
    public Condition? Strictest(Symbol symbol)
    {
        Condition? strictest = null;
        foreach (Condition condition in all)
        {
            bool concerns = condition.Symbol == symbol || condition.Symbol == Symbol.Account;
            if (concerns && condition.Demands > (strictest?.Demands ?? TradingMode.Normal)) strictest = condition;
        }

        return strictest;
    }

    public Condition? Find(Symbol symbol, string name)
    {
        foreach (Condition condition in all)
            if (condition.Symbol == symbol && condition.Name == name) return condition;
        return null;
    }

    /// <summary>Puts a condition into force, in place of the one of its name. Never loosens: of the two demands the stricter holds.</summary>
    /// <returns>False when nothing changed.</returns>
    public bool Set(Condition condition)
    {
        int at = all.FindIndex(known => known.Symbol == condition.Symbol && known.Name == condition.Name);
        if (at < 0)
        {
            if (condition.Demands == TradingMode.Normal) return false;
            all.Add(condition);
            return true;
        }

        Condition before = all[at];
        Condition after = condition with
        {
            Demands = condition.Demands > before.Demands ? condition.Demands : before.Demands,
            Reason = condition.Demands >= before.Demands ? condition.Reason : before.Reason,
            NeedsHuman = condition.NeedsHuman || before.NeedsHuman,
        };
        if (after == before) return false;
        all[at] = after;
        return true;
    }

    /// <summary>Its cause is gone; it holds until a clean reconciliation.</summary>
    /// <returns>False when it was not there or had ended before.</returns>
    public bool End(Symbol symbol, string name, Timestamp at)
    {
        int index = all.FindIndex(known => known.Symbol == symbol && known.Name == name);
        if (index < 0 || all[index].EndedAt is not null) return false;
        all[index] = all[index] with { EndedAt = at };
        return true;
    }

    /// <summary>Holdings of an instrument, read from a moment on, agree with the ledger.</summary>
    /// <returns>The conditions that end by it.</returns>
    public IReadOnlyList<Condition> Reconciled(Symbol symbol, Timestamp begun)
    {
        if (clean.GetValueOrDefault(symbol) < begun) clean[symbol] = begun;
        if (all.Count == 0) return [];
        Timestamp accountClean = symbols.Count == 0 ? default : symbols.Min(each => clean.GetValueOrDefault(each));
        List<Condition> over = [.. all.Where(c => !c.NeedsHuman && c.EndedAt is { } ended
            && ended <= (c.Symbol == Symbol.Account ? accountClean : clean.GetValueOrDefault(c.Symbol)))];
        foreach (Condition condition in over) all.Remove(condition);
        return over;
    }

    /// <summary>A human's word: ends everything whose cause is not there any more.</summary>
    /// <returns>What ended.</returns>
    public IReadOnlyList<Condition> Release()
    {
        List<Condition> over = [.. all.Where(c => c.NeedsHuman || c.EndedAt is not null)];
        foreach (Condition condition in over) all.Remove(condition);
        return over;
    }

    /// <summary>Takes one condition away, on a human's word.</summary>
    public void Remove(Condition condition) => all.Remove(condition);
}
