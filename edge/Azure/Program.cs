using Parley.Azure;
using Parley.Edge;

return await EdgeHost.RunAsync(args, (cloud, clock) =>
    AzureCloud.Open(new(cloud.RequireOutside().EventHubs, cloud.Tables, cloud.LedgerTables, cloud.Blobs), clock));
