using Parley.Domain;

namespace Parley.Market;

internal enum SequenceVerdict
{
    Next,

    /// <summary>Numbers are missing before this one.</summary>
    AfterGap,

    /// <summary>Missing so far, and now too late.</summary>
    Late,
    Duplicate,
}

/// <summary>Judges running numbers that should be consecutive. Remembers the latest gaps, to tell late from twice.</summary>
internal sealed class TradeSequence
{
    private const int GapsMax = 64;

    private readonly List<(long From, long To)> gaps = [];

    /// <summary>Largest number so far; −1 before the first.</summary>
    public long Last { get; private set; } = -1;

    public SequenceVerdict Judge(long number)
    {
        if (number <= Last) return Fill(number) ? SequenceVerdict.Late : SequenceVerdict.Duplicate;
        bool gap = Last >= 0 && number > Last + 1;
        if (gap) Remember(Last + 1, number - 1);
        Last = number;
        return gap ? SequenceVerdict.AfterGap : SequenceVerdict.Next;
    }

    public void Sync(ref StateStream state)
    {
        long largest = Last;
        state.Sync(ref largest);
        Last = largest;
        state.Sync(gaps, GapsMax, SyncGap);
    }

    private static void SyncGap(ref StateStream state, ref (long From, long To) gap)
    {
        state.Sync(ref gap.From);
        state.Sync(ref gap.To);
    }

    private void Remember(long from, long to)
    {
        if (gaps.Count == GapsMax) gaps.RemoveAt(0);
        gaps.Add((from, to));
    }

    private bool Fill(long number)
    {
        int index = gaps.FindIndex(g => number >= g.From && number <= g.To);
        if (index < 0) return false;
        (long from, long to) = gaps[index];
        gaps.RemoveAt(index);
        if (number > from) Remember(from, number - 1);
        if (number < to) Remember(number + 1, to);
        return true;
    }
}
