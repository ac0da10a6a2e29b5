using Parley.Hosting;
using Parley.Ports;
#if AZURE
using Parley.Azure;
#else
using Parley.Cli.Output;
#endif

namespace Parley.Cli.Hosting;

/// <summary>The cloud outside this process. Its adapters need packages that not every feed carries, so they are built in on demand.</summary>
internal static class CloudOutside
{
#if AZURE
    public static void Require()
    {
        // Built in.
    }

    public static ICloud Open(CloudConfig config, TimeProvider clock) =>
        AzureCloud.Open(new(config.EventHubs, config.Tables, config.LedgerTables, config.Blobs), clock);
#else
    private const string HowTo =
        "this build has no Azure adapters; run: dotnet run --project cli -p:WithAzure=true -- trade --profile emulators --replay PATH";

    /// <exception cref="CliException">This build has none.</exception>
    public static void Require() => throw new CliException(ExitCode.Configuration, HowTo);

    public static ICloud Open(CloudConfig config, TimeProvider clock) => throw new CliException(ExitCode.Configuration, HowTo);
#endif
}
