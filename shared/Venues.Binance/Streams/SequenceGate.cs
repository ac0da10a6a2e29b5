namespace Parley.Venues.Binance;

/// <summary>
/// Lets each number of a rising sequence pass once: what is repeated or late stays outside. Should the sequence itself start
/// again lower, or one absurd number have come, it follows after enough refusals in a row.
/// </summary>
internal struct SequenceGate
{
    private const int RefusalsMax = 256;

    private long next;
    private int refusals;

    public bool Admits(long number)
    {
        if (number >= next || ++refusals >= RefusalsMax)
        {
            next = unchecked(number + 1);
            refusals = 0;
            return true;
        }

        return false;
    }
}
