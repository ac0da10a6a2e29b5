namespace Parley.Market;

/// <summary>A place in a body that is being written, to go back to: the state there and the length of each column.</summary>
internal readonly struct PackerMark(in PackingState state, int heads, int times, int ids, int prices, int quantities, int rest)
{
    public readonly PackingState State = state;
    public readonly int Heads = heads;
    public readonly int Times = times;
    public readonly int Ids = ids;
    public readonly int Prices = prices;
    public readonly int Quantities = quantities;
    public readonly int Rest = rest;
}
