using System.Collections;
using System.Globalization;
using Parley.Domain;
using Parley.Orchestrations;

namespace Parley.Hosting;

/// <summary>What the desk's half in the cloud runs on: the same configuration as everybody, from profile and environment.</summary>
/// <param name="Run">Part of every decision's id: a new number makes a desk with a new history.</param>
/// <param name="IsOnAzure">Whether the platform stands before the endpoints and says who calls.</param>
/// <param name="LocalAuthority">What whoever reaches the endpoints may do where no platform stands before them.</param>
/// <param name="TelegramChat">The chat to tell and hear; null without one.</param>
public sealed record CloudDeskSettings(
    int Run, string Version, CloudConfig Cloud, IngestOptions Ingest, bool IsOnAzure, Authority LocalAuthority, long? TelegramChat)
{
    private const string ProfileKey = "PARLEY_PROFILE";
    private const string RunKey = "PARLEY_RUN";
    private const string LocalCallerKey = "PARLEY_LOCAL_CALLER";
    private const string ChatKey = "PARLEY_TELEGRAM_CHAT";

    // Set by the platform, and only by it.
    private const string SiteKey = "WEBSITE_SITE_NAME";

    /// <exception cref="ConfigException">Something is missing, unknown or out of range.</exception>
    public static CloudDeskSettings Load(IDictionary environment)
    {
        ParleyConfig config = ConfigLoader.Load(Text(environment, ProfileKey) ?? "paper", [], environment, new Dictionary<string, string>());
        List<string> problems = [.. config.Cloud.ProblemsOutside()];
        if (config.Desk.Strategy != Deliberator.Parley)
            problems.Add($"Desk.Strategy is {config.Desk.Strategy}; in the cloud the agents decide ({Deliberator.Parley}): a rule keeps state that no checkpoint holds.");
        bool isOnAzure = Text(environment, SiteKey) is not null;
        Authority local = Authority.None;
        if (Text(environment, LocalCallerKey) is { } caller && !Enum.TryParse(caller, out local))
            problems.Add($"{LocalCallerKey} is '{caller}'; it is one of {string.Join(", ", Enum.GetNames<Authority>())}.");
        int run = Number(environment, RunKey, 1, problems);
        long chat = Number(environment, ChatKey, 0L, problems);
        if (problems.Count > 0) throw new ConfigException(string.Join(Environment.NewLine, problems));
        return new(run, SessionPlan.CodeVersion, config.Cloud, Of(config), isOnAzure, local, chat == 0 ? null : chat);
    }

    private static IngestOptions Of(ParleyConfig config) => new()
    {
        Timeframes = [.. config.Desk.Timeframes.Order()],
        Trigger = config.Desk.Trigger,
        Symbols = [.. config.Desk.Symbols.Select(s => new Symbol(s))],
        Settings = new DecisionSettings(
            config.Desk.Strategy, new SortedDictionary<string, string>(StringComparer.Ordinal), config.Deliberation, config.Risk),
        BarLateness = config.Desk.BarLateness,
        BookLevels = config.Desk.BookLevels,
    };

    private static string? Text(IDictionary environment, string key) => environment[key] is string { Length: > 0 } text ? text : null;

    private static T Number<T>(IDictionary environment, string key, T fallback, List<string> problems)
        where T : struct, IParsable<T>
    {
        if (Text(environment, key) is not { } text) return fallback;
        if (T.TryParse(text, CultureInfo.InvariantCulture, out T number)) return number;
        problems.Add($"{key} is '{text}'; it is a number.");
        return fallback;
    }
}
