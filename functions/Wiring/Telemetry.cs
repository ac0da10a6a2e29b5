using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Parley.Orchestrations;

namespace Parley.Functions;

/// <summary>Traces, metrics and logs to Application Insights; without a connection string nothing leaves.</summary>
internal static class Telemetry
{
    public static void AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry();
        telemetry.UseFunctionsWorkerDefaults();
        telemetry.WithMetrics(metrics => metrics.AddMeter(MetricNames.Meter));
        if (Environment.GetEnvironmentVariable("APPLICATIONINSIGHTS_CONNECTION_STRING") is { Length: > 0 })
            telemetry.UseAzureMonitorExporter();
    }
}
