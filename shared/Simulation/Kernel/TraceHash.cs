using System.Numerics;
using System.Runtime.InteropServices;
using Parley.Domain;

namespace Parley.Simulation;

/// <summary>
/// 64 bits that stand for everything that happened, in order: the same seed gives the same number in every run and every
/// process. Not for secrets. Only content goes in, never an object's own hash code, which differs between processes.
/// </summary>
internal sealed class TraceHash
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xC2B2AE3D27D4EB4F;

    public ulong Value { get; private set; } = First;

    public void Add(long number)
    {
        unchecked
        {
            Value = BitOperations.RotateLeft(Value ^ ((ulong)number * Second), 31) * First;
        }
    }

    public void Add(string text)
    {
        Add(text.Length);
        Add(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(long))
        {
            Add(MemoryMarshal.Read<long>(bytes));
            bytes = bytes[sizeof(long)..];
        }

        long rest = bytes.Length;
        foreach (byte each in bytes) rest = (rest << 8) | each;
        Add(rest);
    }

    public void Add(VenueFact fact)
    {
        Add(fact.At.Nanoseconds);
        Add(fact.Symbol.Value);
        switch (fact)
        {
            case OrderFilled fill:
                Add(fill.Id.Value);
                Add(fill.TradeId);
                Add(fill.Price.Raw);
                Add(fill.Quantity.Raw);
                Add((long)(fill.Fee * 100_000_000m));
                break;
            case OrderFact about:
                Add(about.GetType().Name);
                Add(about.Id.Value);
                break;
            case StockTaken stock:
                Add(stock.Position.Raw);
                Add(stock.Orders.Count);
                break;
            case VenueCondition condition:
                Add(condition.Name);
                Add((int)condition.Demands);
                break;
            default:
                Add(fact.GetType().Name);
                break;
        }
    }
}
