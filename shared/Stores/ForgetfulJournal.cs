using Parley.Ports;

namespace Parley.Stores;

/// <summary>
/// Keeps nothing: for backtests that only want the ledger's root. The hash chain is computed all the same, so two runs can
/// be compared.
/// </summary>
public sealed class ForgetfulJournal : IJournal
{
    public IEnumerable<ReadOnlyMemory<byte>> ReadAll() => [];

    public void Append(ReadOnlySpan<byte> record, bool durable)
    {
    }

    public void Dispose()
    {
    }
}
