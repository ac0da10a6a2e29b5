using System.Text.Json;

namespace Parley.Orchestrations;

/// <summary>
/// Reads who calls from the header <c>X-MS-CLIENT-PRINCIPAL</c>, which the platform's authentication sets after it has
/// checked the token, and which it removes from what comes from outside.
/// </summary>
public static class EntraCaller
{
    public const string Header = "X-MS-CLIENT-PRINCIPAL";
    private const int HeaderMax = 64 * 1024;

    /// <param name="header">Base64 of a JSON document with claims; null when nobody signed in.</param>
    public static Caller Read(string? header)
    {
        if (header is null or { Length: 0 or > HeaderMax }) return Anonymous;
        try
        {
            using JsonDocument json = JsonDocument.Parse(Convert.FromBase64String(header));
            return Of([.. json.RootElement.GetProperty("claims").EnumerateArray()
                .Select(c => (Type: c.GetProperty("typ").GetString() ?? "", Value: c.GetProperty("val").GetString() ?? ""))]);
        }
        catch (Exception e) when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return Anonymous;
        }
    }

    private static Caller Anonymous { get; } = new("nobody", Authority.None);

    private static Caller Of(IReadOnlyList<(string Type, string Value)> claims)
    {
        string name = Find(claims, "preferred_username") ?? Find(claims, "name") ?? Find(claims, "azp") ?? Find(claims, "appid") ?? "somebody";
        Authority authority = Authority.None;
        foreach ((string type, string value) in claims)
        {
            if (type is not ("roles" or "role" or "http://schemas.microsoft.com/ws/2008/06/identity/claims/role")) continue;
            Authority granted = value switch
            {
                "Parley.Reader" => Authority.Reader,
                "Parley.Operator" => Authority.Operator,
                "Parley.Principal" => Authority.Principal,
                _ => Authority.None,
            };
            if (granted > authority) authority = granted;
        }

        // Loosening is for humans. A human's token carries a scope; a program's carries none.
        bool human = Find(claims, "idtyp") != "app" && (Find(claims, "scp") ?? Find(claims, "http://schemas.microsoft.com/identity/claims/scope")) is not null;
        if (authority == Authority.Principal && !human) authority = Authority.Operator;
        return new(name, authority);
    }

    private static string? Find(IReadOnlyList<(string Type, string Value)> claims, string type)
    {
        foreach ((string candidate, string value) in claims)
            if (candidate == type && value.Length > 0) return value;
        return null;
    }
}
