using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Parley.Backtesting;

/// <summary>The report as one JSON document: camel case, money exact, absent metrics null.</summary>
public static class ReportJson
{
    /// <summary>How metrics are written wherever they appear.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new DurationJsonConverter() },
    };

    public static string Serialize(BacktestReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonSerializer.Serialize(
            new
            {
                report.Strategy,
                report.Symbol,
                report.Timeframe,
                report.Bars,
                report.Gaps,
                report.Currency,
                report.DataFile,
                report.DataHash,
                report.CodeVersion,
                Configuration = new Dictionary<string, string>(report.Configuration),
                Metrics = Metrics(report.Metrics),
                report.OpenPosition,
                report.Trades,
            },
            Options);
    }

    /// <summary>The metric block as one flat object, trade statistics included.</summary>
    public static JsonObject Metrics(PerformanceMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        JsonObject flat = JsonSerializer.SerializeToNode(metrics, Options)!.AsObject();
        JsonObject trades = flat["trades"]!.AsObject();
        flat.Remove("trades");
        foreach ((string name, JsonNode? value) in trades) flat[name] = value?.DeepClone();
        return flat;
    }

    /// <summary>Durations are seconds.</summary>
    private sealed class DurationJsonConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TimeSpan.FromSeconds(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.TotalSeconds);
    }
}
