using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Parley.Azure;
using Parley.Orchestrations;

namespace Parley.Edge.Azure;

/// <summary>The edge's metrics in Application Insights, under the names they have everywhere; without a connection string nothing leaves.</summary>
internal static class EdgeTelemetry
{
    private const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <returns>Sends what is left when disposed; null where there is nowhere to send to.</returns>
    public static MeterProvider? Start() =>
        Environment.GetEnvironmentVariable(ConnectionString) is { Length: > 0 } connection
            ? Sdk.CreateMeterProviderBuilder()
                .AddMeter(MetricNames.Meter)
                .AddAzureMonitorMetricExporter(options => (options.ConnectionString, options.Credential) = (connection, AzureIdentity.OfProcess()))
                .Build()
            : null;
}
