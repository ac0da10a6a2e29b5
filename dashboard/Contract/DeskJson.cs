using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Domain;

namespace Parley.Dashboard;

/// <summary>The page's JSON: camelCase, enums as words, a number that is not one as null.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    Converters =
    [
        typeof(FiniteNumber),
        typeof(JsonStringEnumConverter<TradingMode>),
        typeof(JsonStringEnumConverter<RiskCheckOutcome>),
        typeof(CamelCaseEnum<Side>),
        typeof(CamelCaseEnum<OrderType>),
        typeof(CamelCaseEnum<FeedState>),
        typeof(CamelCaseEnum<FillPurpose>),
        typeof(CamelCaseEnum<DecisionOutcome>),
        typeof(CamelCaseEnum<AgentRole>),
        typeof(CamelCaseEnum<AgentStance>),
        typeof(CamelCaseEnum<SupervisorRuling>),
        typeof(CamelCaseEnum<FeatureKind>),
        typeof(CamelCaseEnum<MetricKind>),
    ])]
[JsonSerializable(typeof(DeskDto))]
[JsonSerializable(typeof(IReadOnlyList<BarDto>))]
[JsonSerializable(typeof(IReadOnlyList<FillDto>))]
[JsonSerializable(typeof(IReadOnlyList<EquityDto>))]
[JsonSerializable(typeof(IReadOnlyList<DecisionSummaryDto>))]
[JsonSerializable(typeof(DecisionDto))]
[JsonSerializable(typeof(IReadOnlyList<CatalogueEntryDto>))]
[JsonSerializable(typeof(FeatureSeriesDto))]
[JsonSerializable(typeof(MetricsDto))]
[JsonSerializable(typeof(BarUpdateDto))]
[JsonSerializable(typeof(GapDto))]
[JsonSerializable(typeof(HealthDto))]
[JsonSerializable(typeof(ControlRequestDto))]
[JsonSerializable(typeof(ControlResult))]
[JsonSerializable(typeof(ErrorDto))]
internal sealed partial class DeskJson : JsonSerializerContext;

/// <summary>A bar as the live stream carries it.</summary>
internal sealed record BarUpdateDto(
    string Symbol, string Timeframe, long Time, decimal Open, decimal High, decimal Low, decimal Close, double Volume)
{
    public static BarUpdateDto Of(DeskEvent.BarChanged changed)
    {
        (string symbol, string timeframe, BarDto bar) = changed;
        return new(symbol, timeframe, bar.Time, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume);
    }
}

internal sealed record GapDto(long Lost);

internal sealed record HealthDto(string Status, string Name, bool Finished);

internal sealed record ControlRequestDto(string? Action);

internal sealed record ErrorDto(string Error);

/// <summary>NaN and the infinities have no JSON; the page shows null as "unknown".</summary>
internal sealed class FiniteNumber : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }
}

internal sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
