using OpenTelemetry.Metrics;
using Parley.Azure;
using Parley.Edge;
using Parley.Edge.Azure;
using Parley.Hosting;

using MeterProvider? telemetry = EdgeTelemetry.Start();
return await EdgeHost.RunAsync(
    args,
    (cloud, clock) => AzureCloud.Open(new(cloud.RequireOutside().EventHubs, cloud.Tables, cloud.LedgerTables, cloud.Blobs), clock),
    cloud => cloud.KeyVault.Length > 0 ? new VaultSecrets(new Uri(cloud.KeyVault)) : new EnvironmentSecrets(Environment.GetEnvironmentVariables()));
