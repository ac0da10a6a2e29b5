using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Parley.Execution.Tests;

internal static class Program
{
    /// <summary>Runs the tests; or, asked to, is the process that <see cref="KillTests"/> kills.</summary>
    public static Task<int> Main(string[] args)
    {
        if (args is [AppendingProcess.Verb, var path]) return Task.FromResult(AppendingProcess.Run(path));
        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : ConsoleRunner.Run(args);
    }
}
