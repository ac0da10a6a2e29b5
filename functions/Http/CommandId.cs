using System.Text.RegularExpressions;

namespace Parley.Functions;

/// <summary>Ids that become part of a workflow's.</summary>
internal static partial class CommandId
{
    public static bool IsMatch(string id) => Pattern().IsMatch(id);

    [GeneratedRegex("^[A-Za-z0-9-]{1,64}$", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
