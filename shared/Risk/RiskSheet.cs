using System.Diagnostics;
using Parley.Domain;

namespace Parley.Risk;

/// <summary>
/// What the gate says, written into memory that is used again and again: judging into a sheet allocates nothing. Its
/// contents last until the next judgement. Not for several threads at once.
/// </summary>
public sealed class RiskSheet
{
    private const int ChecksMax = 40;

    private readonly RiskCheck[] checks = new RiskCheck[ChecksMax];
    private int count;
    private Int128 notional;
    private long filled;
    private Price last;

    /// <inheritdoc cref="RiskVerdict.Allowed"/>
    public bool Allowed { get; private set; }

    /// <inheritdoc cref="RiskVerdict.Quantity"/>
    public Quantity Quantity { get; private set; }

    /// <inheritdoc cref="RiskVerdict.Reduces"/>
    public bool Reduces { get; private set; }

    /// <inheritdoc cref="RiskVerdict.EntryExpected"/>
    /// <remarks>Divided when asked for: deciding needs the exact sum only.</remarks>
    public decimal EntryExpected => !Allowed ? 0m : filled > 0 ? BookWalk.Average(notional, filled) : Fraction.Of(last.Raw);

    /// <inheritdoc cref="RiskVerdict.Stop"/>
    public Price? Stop { get; private set; }

    /// <summary>Every rule that was applied, in order.</summary>
    public ReadOnlySpan<RiskCheck> Checks => checks.AsSpan(0, count);

    /// <summary>Place of the first refusal in <see cref="Checks"/>; −1 when nothing refuses.</summary>
    public int Refusal
    {
        get
        {
            for (int i = 0; i < count; i++)
                if (checks[i].Outcome == RiskOutcome.Refused) return i;
            return -1;
        }
    }

    /// <summary>A verdict of its own, to keep.</summary>
    public RiskVerdict ToVerdict() => new(Allowed, Quantity, Checks.ToArray())
    {
        Reduces = Reduces,
        EntryExpected = EntryExpected,
        Stop = Stop,
    };

    /// <summary>What was worked out of the inputs last seen, kept while they are the same.</summary>
    internal HistoryMemo History { get; } = new();

    internal void Begin()
    {
        count = 0;
        (Allowed, Quantity, Reduces, Stop) = (false, Quantity.Zero, false, null);
    }

    internal void Add(in RiskCheck check)
    {
        Debug.Assert(count < ChecksMax, "More rules than a sheet has lines.");
        checks[count++] = check;
    }

    internal void AllowEntry(Quantity quantity, Price stop) => (Allowed, Quantity, Stop) = (true, quantity, stop);

    internal void AllowClose(Quantity quantity) => (Allowed, Quantity, Reduces) = (true, quantity, true);

    /// <summary>What an allowed order is expected to fill, and at what sum; nothing filled is priced at the last price.</summary>
    internal void Expect(long filled, Int128 notional, Price last) =>
        (this.filled, this.notional, this.last) = (filled, notional, last);
}
