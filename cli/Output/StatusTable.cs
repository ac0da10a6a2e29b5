using System.Globalization;
using System.Text.Json;

namespace Parley.Cli.Output;

/// <summary>A running desk's own account of itself, as a table.</summary>
public static class StatusTable
{
    public static void Write(Terminal terminal, JsonElement desk)
    {
        JsonElement account = desk.GetProperty("account");
        terminal.Heading($"{Text(desk, "name")} · {Text(desk, "mode")} · {Text(desk, "now")}");
        if (Text(desk, "modeReason") is { Length: > 0 } reason) terminal.Line(reason);
        terminal.Table(["Equity", ">", ""],
        [
            ["Equity", Money(account, "equity"), $"started with {Money(account, "startingBalance")}"],
            ["Realised", Money(account, "realised"), $"fees {Money(account, "fees")}"],
            ["Unrealised", Money(account, "unrealised"), ""],
            ["Drawdown", Percent(account, "drawdown"), $"limit {Percent(desk.GetProperty("limits"), "drawdown")}"],
            ["Loss today", Percent(account, "dayLoss"), $"limit {Percent(desk.GetProperty("limits"), "dailyLoss")}"],
        ]);
        Rows(terminal, desk.GetProperty("positions"), ["Position", ">Quantity", ">Entry", ">Mark", ">Unrealised", ">Stop"],
            "symbol", "quantity", "averageEntry", "mark", "unrealised", "stop");
        Rows(terminal, desk.GetProperty("openOrders"), ["Order", "Side", "Type", ">Quantity", ">Limit", ">Stop"],
            "id", "side", "type", "quantity", "limit", "stop");
        terminal.Line(string.Join(" · ", desk.GetProperty("counters").EnumerateObject().Select(c => $"{c.Name} {c.Value}")));
    }

    private static void Rows(Terminal terminal, JsonElement items, string[] heads, params string[] fields)
    {
        if (items.GetArrayLength() == 0) return;
        terminal.Table(heads, items.EnumerateArray().Select(item => (IReadOnlyList<string>)[.. fields.Select(f => Text(item, f))]));
    }

    private static string Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";

    private static string Money(JsonElement owner, string name) =>
        owner.GetProperty(name).GetDecimal().ToString("N2", CultureInfo.InvariantCulture);

    private static string Percent(JsonElement owner, string name) =>
        owner.GetProperty(name).GetDecimal().ToString("P2", CultureInfo.InvariantCulture);
}
