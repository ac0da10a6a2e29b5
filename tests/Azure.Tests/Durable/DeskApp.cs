using System.Collections;
using Microsoft.Extensions.DependencyInjection;
using Parley.Functions;
using Parley.Hosting;

namespace Parley.Azure.Tests;

/// <summary>The functions app's services, as its program puts them together.</summary>
internal static class DeskApp
{
    public static IDictionary Environment { get; } = new Dictionary<string, string>
    {
        ["PARLEY__Cloud__EventHubs"] = "parley.servicebus.windows.net",
        ["PARLEY__Cloud__Tables"] = "https://parley.table.core.windows.net",
        ["PARLEY__Cloud__LedgerTables"] = "https://parleyledger.table.core.windows.net",
        ["PARLEY__Cloud__Blobs"] = "https://parley.blob.core.windows.net",
    };

    public static CloudDeskSettings Settings { get; } = CloudDeskSettings.Load(Environment);

    /// <param name="cloud">Instead of Azure; null leaves Azure's own.</param>
    public static ServiceProvider Services(ICloud? cloud)
    {
        ServiceCollection services = new();
        services.AddLogging();
        services.AddDesk(Environment);
        if (cloud is not null) services.AddSingleton(cloud);
        return services.BuildServiceProvider();
    }
}
