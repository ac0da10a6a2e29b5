using Parley.Hosting;
using Parley.Stores;

namespace Parley.Edge;

/// <summary>The edge on its own: state in files, nobody to decide, so that it records the market and only reduces.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) =>
        EdgeHost.RunAsync(args, (cloud, clock) => new LonelyCloud(new EmbeddedCloud(cloud.Directory, clock)),
            _ => new EnvironmentSecrets(Environment.GetEnvironmentVariables()));
}
