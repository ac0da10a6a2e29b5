using System.Globalization;

namespace Parley.Orchestrations;

/// <summary>The desk's status in words, for messages.</summary>
public static class StatusText
{
    public static string Of(CloudStatus status)
    {
        if (status.Edge is not { } edge) return $"The edge has never reported. Mode demanded: {status.Demanded.Mode}.";
        string mode = edge.ModeReason.Length == 0 ? $"{edge.Mode}" : $"{edge.Mode} ({edge.ModeReason})";
        string age = status.EdgeAgeSeconds is { } seconds && seconds > CloudStatus.EdgeAgeMax.TotalSeconds
            ? string.Create(CultureInfo.InvariantCulture, $" The edge has been silent for {seconds:0} s!")
            : "";
        string demanded = status.Demanded.Mode > edge.Mode ? $" {status.Demanded.Mode} is demanded ({status.Demanded.Reason})." : "";
        string positions = edge.Positions.Count == 0
            ? "Flat"
            : string.Join("; ", edge.Positions.Select(p => $"{p.Symbol} {p.Quantity} from {p.AverageEntry:0.########}, {(p.Stop is { } stop ? $"stop {stop}" : "NO STOP")}"));
        return string.Create(CultureInfo.InvariantCulture, $"Mode {mode}. Equity {edge.Equity:0.00}. {positions}. Open orders: {edge.OpenOrders}.{demanded}{age}");
    }
}
