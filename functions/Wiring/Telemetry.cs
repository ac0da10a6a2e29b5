using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Azure;
using Parley.Orchestrations;

namespace Parley.Functions;

/// <summary>Traces, metrics and logs to Application Insights, entered as the process itself; without a connection string nothing leaves.</summary>
internal static class Telemetry
{
    private const string ConnectionKey = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private static readonly string[] Sources = ["Microsoft.Azure.Functions.Worker", "Microsoft.DurableTask", "Azure.*"];

    public static void AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        if (Environment.GetEnvironmentVariable(ConnectionKey) is not { Length: > 0 } connection) return;
        TokenCredential identity = AzureIdentity.OfProcess();
        void To(AzureMonitorExporterOptions options) => (options.ConnectionString, options.Credential) = (connection, identity);
        builder.Services.AddOpenTelemetry()
            .WithTracing(traces => traces.AddSource(Sources).AddAzureMonitorTraceExporter(To))
            .WithMetrics(metrics => metrics.AddMeter(MetricNames.Meter).AddAzureMonitorMetricExporter(To));
        builder.Logging.AddOpenTelemetry(logs => logs.AddAzureMonitorLogExporter(To));
    }
}
