using Parley.Domain;

namespace Parley.Execution;

/// <summary>Recognises orders the venue itself makes.</summary>
public static class ForeignIds
{
    private static readonly string[] Forced = ["autoclose-", "adl_autoclose", "settlement_autoclose"];

    /// <summary>A liquidation, a deleveraging or a settlement: the venue closes a position whatever we want.</summary>
    public static bool IsForced(ClientOrderId id)
    {
        foreach (string prefix in Forced)
            if (id.Value.StartsWith(prefix, StringComparison.Ordinal)) return true;
        return false;
    }
}
