using System.Diagnostics.Metrics;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Azure;
using Parley.Domain;
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

    public static void AddDesk(this FunctionsApplicationBuilder builder)
    {
        CloudDeskSettings settings = CloudDeskSettings.Load(Environment.GetEnvironmentVariables());
        IServiceCollection services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(settings.Ingest);
        services.AddSingleton<ICloud>(_ => AzureCloud.Open(settings.Cloud));
        services.AddSingleton(new Meter(MetricNames.Meter));
        services.AddSingleton<IngestMeter>();
        services.AddSingleton<IWorkflows>(s => new DurableWorkflows(s.GetRequiredService<DurableTaskClient>()));
        services.AddDurableTaskClient(client => client.UseGrpc());

        services.AddSingleton(s => new SnapshotShelf(s.Cloud().Blobs(CloudNames.Containers.Snapshots)));
        services.AddSingleton(s => new FeatureBook(s.Cloud().Table(CloudNames.Tables.Features)));
        services.AddSingleton(s => new DecisionBook(s.Cloud().Table(CloudNames.Tables.Decisions)));
        services.AddSingleton(s => new IntentBook(s.Cloud().Table(CloudNames.Tables.Orders)));
        services.AddSingleton(s => new ControlBoard(s.Cloud().Table(CloudNames.Tables.Control)));
        services.AddSingleton(s => new LedgerReader(() => new TableJournal(s.Cloud().Table(CloudNames.Tables.Ledger), CloudNames.Ledgers.Edge, "reader")));
        services.AddSingleton(s => new TickIngest(
            settings.Ingest, s.Cloud().Blobs(CloudNames.Containers.Checkpoints), s.Cloud().Blobs(CloudNames.Containers.Quarantine),
            s.GetRequiredService<SnapshotShelf>(), s.GetRequiredService<FeatureBook>(), s.GetRequiredService<IWorkflows>()));
        services.AddSingleton<CloudIngest>();
        services.AddSingleton(s => new DecisionActivities(
            settings.Run, settings.Ingest.Settings, s.GetRequiredService<SnapshotShelf>(), s.GetRequiredService<DecisionBook>(),
            s.Cloud().Publisher(CloudNames.Hubs.Decisions), s.GetRequiredService<IWorkflows>()));
        services.AddSingleton(s => new EdgeActivities(
            s.Cloud().Publisher(CloudNames.Hubs.Intents), s.GetRequiredService<IntentBook>(), s.GetRequiredService<ControlBoard>(),
            s.GetRequiredService<LedgerReader>(), s.GetRequiredService<IAlerts>()));
        services.AddSingleton(s => new CloudDesk(
            settings.Ingest, settings.Version, s.GetRequiredService<TickIngest>(), s.GetRequiredService<SnapshotShelf>(), s.GetRequiredService<FeatureBook>(),
            s.GetRequiredService<DecisionBook>(), s.GetRequiredService<ControlBoard>(), s.GetRequiredService<IWorkflows>(), TimeProvider.System));
        services.AddSingleton<ChatCommands>();
        services.AddSingleton(new Callers(settings.IsOnAzure, settings.LocalAuthority));

        services.AddHttpClient(nameof(TelegramBot));
        services.AddSingleton(s => TelegramChat.Of(settings.Telegram, s.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(TelegramBot))));
        services.AddSingleton<IAlerts>(s => new CalmAlerts(
            new LoggedAlerts(s.GetRequiredService<TelegramChat>().Bot, s.GetRequiredService<ILogger<LoggedAlerts>>()), AlertQuiet, TimeProvider.System,
            (alert, failure) => s.GetRequiredService<ILogger<LoggedAlerts>>().Undelivered(alert.Key, failure.Message)));
    }

    private static ICloud Cloud(this IServiceProvider services) => services.GetRequiredService<ICloud>();
}
