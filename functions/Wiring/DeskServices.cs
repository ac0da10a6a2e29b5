using System.Collections;
using System.Diagnostics.Metrics;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Azure;
using Parley.Hosting;
using Parley.Orchestrations;
using Parley.Ports;
using Parley.Stores;
using Parley.Telegram;

namespace Parley.Functions;

/// <summary>Puts the desk together: configuration, stores, workflows, service.</summary>
internal static class DeskServices
{
    private static readonly TimeSpan AlertQuiet = TimeSpan.FromMinutes(15);

    /// <exception cref="ConfigException">Something is missing, unknown or out of range.</exception>
    public static void AddDesk(this IServiceCollection services, IDictionary environment)
    {
        CloudDeskSettings settings = CloudDeskSettings.Load(environment);
        // Triggers, activities and the durable engine's client and worker all write through this one.
        services.Configure<WorkerOptions>(worker => worker.Serializer = new JsonObjectSerializer(DurableJson.Of(CloudJson.Options)));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings.Ingest);
        services.AddSingleton<ICloud>(_ => AzureCloud.Open(
            new(settings.Cloud.EventHubs, settings.Cloud.Tables, settings.Cloud.LedgerTables, settings.Cloud.Blobs), TimeProvider.System));
        services.AddSingleton(new Meter(MetricNames.Meter));
        services.AddSingleton<IngestMeter>();
        services.AddSingleton<HostWorkflows>();
        services.AddSingleton<IWorkflows>(s => s.GetRequiredService<HostWorkflows>());

        services.AddSingleton(s => new SnapshotShelf(s.Cloud().Blobs(CloudNames.Containers.Snapshots)));
        services.AddSingleton(s => new FeatureBook(s.Cloud().Table(CloudNames.Tables.Features)));
        services.AddSingleton(s => new DecisionBook(s.Cloud().Table(CloudNames.Tables.Decisions)));
        services.AddSingleton(s => new IntentBook(s.Cloud().Table(CloudNames.Tables.Orders)));
        services.AddSingleton(s => new ControlBoard(s.Cloud().Table(CloudNames.Tables.Control)));
        services.AddSingleton(s => new DigestShelf(s.Cloud().Blobs(CloudNames.Containers.Digests)));
        services.AddSingleton<LedgerAudit>();
        services.AddSingleton(s => new LedgerReader(() => new TableJournal(s.Cloud().Table(CloudNames.Tables.Ledger), CloudNames.Ledgers.Edge, "reader")));
        services.AddSingleton(s => new TickIngest(
            settings.Ingest, s.Cloud().Blobs(CloudNames.Containers.Checkpoints), s.Cloud().Blobs(CloudNames.Containers.Quarantine),
            s.GetRequiredService<SnapshotShelf>(), s.GetRequiredService<FeatureBook>(), s.GetRequiredService<IWorkflows>()));
        services.AddSingleton<CloudIngest>();
        services.AddSingleton(s => new DecisionActivities(
            settings.Run, settings.Ingest.Settings, s.GetRequiredService<SnapshotShelf>(), s.GetRequiredService<DecisionBook>(),
            s.Cloud().Publisher(CloudNames.Hubs.Decisions), s.GetRequiredService<IWorkflows>(), new(s.GetRequiredService<Meter>()), TimeProvider.System));
        services.AddSingleton(s => new EdgeActivities(
            s.Cloud().Publisher(CloudNames.Hubs.Intents), s.GetRequiredService<IntentBook>(), s.GetRequiredService<ControlBoard>(),
            s.GetRequiredService<LedgerReader>(), s.GetRequiredService<IAlerts>()));
        services.AddSingleton(s => new CloudDesk(
            settings.Ingest, settings.Version, s.GetRequiredService<TickIngest>(), s.GetRequiredService<SnapshotShelf>(), s.GetRequiredService<FeatureBook>(),
            s.GetRequiredService<DecisionBook>(), s.GetRequiredService<ControlBoard>(), s.GetRequiredService<IWorkflows>(), TimeProvider.System));
        services.AddSingleton<ChatCommands>();
        services.AddSingleton(new Callers(settings.IsOnAzure, settings.LocalAuthority));

        services.AddHttpClient(nameof(TelegramBot));
        services.AddSingleton(s => Chat(s, settings.TelegramChat, environment));
        services.AddSingleton<IAlerts>(s => new CalmAlerts(
            new LoggedAlerts(s.GetRequiredService<TelegramChat>().Bot, s.GetRequiredService<ILogger<LoggedAlerts>>()), AlertQuiet, TimeProvider.System,
            (alert, failure) => s.GetRequiredService<ILogger<LoggedAlerts>>().Undelivered(alert.Key, failure.Message)));
    }

    private static TelegramChat Chat(IServiceProvider services, long? chat, IDictionary environment)
    {
        HttpClient http = services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(TelegramBot));
        if (TelegramChat.Of(chat, key => environment[key] as string, http) is { } found) return found;
        services.GetRequiredService<ILogger<LoggedAlerts>>().Undelivered("telegram", "the chat's secrets are missing, so it is neither told nor heard");
        return new(null, null);
    }

    private static ICloud Cloud(this IServiceProvider services) => services.GetRequiredService<ICloud>();
}
