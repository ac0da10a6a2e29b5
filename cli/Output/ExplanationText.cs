using System.Globalization;
using System.Text.Json;
using Parley.Cli.Hosting;
using Parley.Domain;
using Parley.Orchestrations;

namespace Parley.Cli.Output;

/// <summary>One decision told from its facts to its outcome.</summary>
public static class ExplanationText
{
    public static void Write(Terminal terminal, RecordedDecision found, IReadOnlyList<OrderOutcome> orders)
    {
        Decision decision = found.Decision;
        Snapshot snapshot = decision.Snapshot;
        terminal.Heading($"{decision.Id} · {snapshot.Instrument.Symbol} · {decision.At} · {decision.Action}");
        terminal.Line(decision.Summary);
        terminal.Line("");
        Argument(terminal, decision);
        Facts(terminal, decision);
        FeatureText.Write(terminal, snapshot.Features);
        Risk(terminal, decision);
        Orders(terminal, orders);
        terminal.Line($"snapshot {decision.SnapshotHash}");
        terminal.Line($"config   {decision.ConfigHash}");
        terminal.Line($"intents  {decision.IntentHash}");
        terminal.Line($"run {found.Run.Run} on {found.Run.Source}, code {found.Run.CodeVersion}, ledger record {found.Record}");
    }

    public static void Document(RecordedDecision found, IReadOnlyList<OrderOutcome> orders)
    {
        using Stream output = Console.OpenStandardOutput();
        using var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteNumber("run", found.Run.Run);
        writer.WriteNumber("record", found.Record);
        writer.WritePropertyName("decision");
        JsonSerializer.Serialize(writer, found.Decision, DecisionJson.Canonical.Decision);
        writer.WriteStartArray("orders");
        foreach (OrderOutcome order in orders)
        {
            writer.WriteStartObject();
            writer.WriteString("id", order.Order.Id.Value);
            writer.WriteString("phase", order.Order.Phase.ToString());
            writer.WriteNumber("filled", order.Order.Filled.Value);
            writer.WriteNumber("averagePrice", order.Order.AveragePrice);
            writer.WriteNumber("fees", order.Order.Fees);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        output.WriteByte((byte)'\n');
    }

    private static void Argument(Terminal terminal, Decision decision)
    {
        DeliberationOutcome argued = decision.Deliberation;
        terminal.Table(["=Agent", "=Stance", ">Confidence", "Reasons"], argued.Verdicts.Select(v => (IReadOnlyList<string>)
            [v.Agent, v.Role == AgentRole.Risk ? "danger" : v.Stance.ToString(), $"{v.Confidence:0.00}", string.Join(" ", v.Reasons)]));
        terminal.Line($"Supervisor: {argued.Supervisor.Ruling}. {string.Join(" ", argued.Supervisor.Reasons)}");
        terminal.Line($"Fused: score {argued.Fusion.Score:+0.000;-0.000;0.000}, probability {argued.Fusion.Probability:0.000}"
            + string.Concat(argued.Fusion.Terms.Select(t => $" · {t.Agent} {t.Contribution:+0.000;-0.000;0.000}")));
    }

    private static void Facts(Terminal terminal, Decision decision)
    {
        Citation[] cited = [.. decision.Deliberation.Verdicts.SelectMany(v => v.Citations).DistinctBy(c => c.Field).OrderBy(c => c.Field, StringComparer.Ordinal)];
        terminal.Table(["=Cited fact", ">Value"], cited.Select(c => (IReadOnlyList<string>)[c.Field, c.Value.ToString("G6", CultureInfo.InvariantCulture)]));
    }

    private static void Risk(Terminal terminal, Decision decision)
    {
        if (decision.Risk is not { } risk)
        {
            terminal.Line("Nothing was put to the risk gate.");
            return;
        }

        terminal.Table(["=Risk rule", "=Outcome", "Explanation"],
            risk.Checks.Select(c => (IReadOnlyList<string>)[c.Rule, c.Outcome.ToString(), c.Explanation]));
    }

    private static void Orders(Terminal terminal, IReadOnlyList<OrderOutcome> orders)
    {
        if (orders.Count == 0) return;
        terminal.Table(["=Order", "Side", "Type", ">Quantity", ">Stop", "=Phase", ">Filled", ">Average", ">Fees"], orders.Select(o => (IReadOnlyList<string>)
        [
            o.Order.Id.Value, o.Order.Order.Side.ToString(), o.Order.Order.Type.ToString(), o.Order.Order.Quantity.ToString(),
            o.Order.Order.Stop?.ToString() ?? "", o.Order.Phase.ToString(), o.Order.Filled.ToString(),
            o.Order.AveragePrice.ToString("0.########", CultureInfo.InvariantCulture), o.Order.Fees.ToString("0.####", CultureInfo.InvariantCulture),
        ]));
    }
}
