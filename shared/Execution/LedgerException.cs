namespace Parley.Execution;

/// <summary>The ledger cannot be used or is not intact; the message is one line for the user.</summary>
public sealed class LedgerException : Exception
{
    public LedgerException(string message)
        : base(message)
    {
    }

    public LedgerException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
