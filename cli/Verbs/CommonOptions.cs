using System.CommandLine;
using Parley.Cli.Output;
using Parley.Hosting;

namespace Parley.Cli.Verbs;

/// <summary>Options that mean the same on every verb that takes them.</summary>
public static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print one JSON document on standard output and nothing else.",
        Recursive = true,
    };

    public static Option<string[]> ConfigFiles { get; } = new("--config", "-c")
    {
        Description = "Configuration file (YAML); may be given several times, the last one wins.",
        HelpName = "FILE",
    };

    public static Option<string?> DataDirectory { get; } = new("--data-dir")
    {
        Description = "Everything the desk writes lies under this directory (also PARLEY__DataDirectory). Default: parley-data.",
        HelpName = "DIR",
    };

    public static Option<string?> Profile(string standard) => new("--profile", "-p")
    {
        Description = $"One of {string.Join(", ", ConfigLoader.Profiles)}.",
        HelpName = "NAME",
        DefaultValueFactory = _ => standard,
    };

    public static Terminal Terminal(this ParseResult parsed) => new(parsed.GetValue(Json));

    /// <summary>Resolves the configuration for a verb.</summary>
    /// <exception cref="ConfigException">It cannot be used.</exception>
    public static ParleyConfig LoadConfig(
        this ParseResult parsed, string profile, IReadOnlyDictionary<string, string>? more = null)
    {
        Dictionary<string, string> overrides = new(more ?? new Dictionary<string, string>());
        if (parsed.GetValue(DataDirectory) is { } directory) overrides["DataDirectory"] = directory;
        return ConfigLoader.Load(profile, parsed.GetValue(ConfigFiles) ?? [], Environment.GetEnvironmentVariables(), overrides);
    }

    /// <summary>Splits <c>--set key=value</c> options.</summary>
    /// <exception cref="CliException">One of them has no <c>=</c>.</exception>
    public static IReadOnlyDictionary<string, string> Pairs(IEnumerable<string> settings)
    {
        Dictionary<string, string> pairs = [];
        foreach (string setting in settings)
        {
            int at = setting.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0) throw new CliException(ExitCode.Configuration, $"--set {setting}: write key=value.");
            pairs[setting[..at].Trim()] = setting[(at + 1)..].Trim();
        }

        return pairs;
    }
}
