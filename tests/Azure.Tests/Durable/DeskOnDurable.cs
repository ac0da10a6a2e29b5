using System.Collections.Concurrent;
using System.Net;
using DurableTask.Core;
using DurableTask.Core.History;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Testing.Sidecar;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Parley.Functions;

namespace Parley.Azure.Tests;

/// <summary>
/// The functions app's workflows and activities, wired as the app wires them, on a Durable Task engine in this process and
/// with a cloud in memory whose edge answers at once.
/// </summary>
internal sealed class DeskOnDurable : IAsyncDisposable
{
    private readonly WebApplication engine;
    private readonly IHost worker;
    private readonly ServiceProvider app;

    private DeskOnDurable(WebApplication engine, IHost worker, ServiceProvider app, ConcurrentDictionary<string, HistoryEvent[]> histories)
    {
        (this.engine, this.worker, this.app, Histories) = (engine, worker, app, histories);
        Client = worker.Services.GetRequiredService<DurableTaskClient>();
        app.GetRequiredService<HostWorkflows>().Use(Client);
    }

    public DurableTaskClient Client { get; }

    public IWorkflows Workflows => app.GetRequiredService<IWorkflows>();

    public ICloud Cloud => app.GetRequiredService<ICloud>();

    /// <summary>By instance, as of its last step.</summary>
    public ConcurrentDictionary<string, HistoryEvent[]> Histories { get; }

    public T Get<T>() where T : notnull => app.GetRequiredService<T>();

    /// <param name="speak">What agents do instead of speaking; null lets them speak.</param>
    public static async Task<DeskOnDurable> StartAsync(Func<AgentTask, Func<Task<Verdict>>, Task<Verdict>>? speak = null)
    {
        ServiceProvider app = DeskApp.Services(new CloudWithEdge());
        InMemoryOrchestrationService memory = new();
        (IOrchestrationService service, ConcurrentDictionary<string, HistoryEvent[]> histories) = HistoryRecorder.Before(memory);
        WebApplicationBuilder server = WebApplication.CreateSlimBuilder();
        server.Logging.ClearProviders();
        server.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        server.Services.AddGrpc();
        server.Services.AddSingleton(service);
        server.Services.AddSingleton<IOrchestrationServiceClient>(memory);
        server.Services.AddSingleton<TaskHubGrpcServer>();
        WebApplication engine = server.Build();
        engine.MapGrpcService<TaskHubGrpcServer>();
        await engine.StartAsync();

        JsonDataConverter converter = new(DurableJson.Of(CloudJson.Options));
        HostApplicationBuilder host = Host.CreateApplicationBuilder();
        host.Logging.ClearProviders();
        host.Services.AddDurableTaskWorker(w =>
        {
            w.Configure(options => options.DataConverter = converter);
            w.UseGrpc(engine.Urls.Single());
            w.AddTasks(tasks => Register(tasks, app, speak));
        });
        host.Services.AddDurableTaskClient(c =>
        {
            c.Configure(options => options.DataConverter = converter);
            c.UseGrpc(engine.Urls.Single());
            c.RegisterDirectly();
        });
        IHost worker = host.Build();
        await worker.StartAsync();
        return new(engine, worker, app, histories);
    }

    /// <summary>Waits for a workflow's end.</summary>
    public async Task<TOutput> ResultAsync<TInput, TOutput>(Workflow<TInput, TOutput> workflow, string instance)
        where TOutput : class
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await Client.WaitForInstanceCompletionAsync(instance, cancellation);
        return (await Workflows.FindResultAsync(workflow, instance, cancellation)).ShouldNotBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        await worker.StopAsync();
        worker.Dispose();
        await engine.StopAsync();
        await engine.DisposeAsync();
        await app.DisposeAsync();
    }

    private static void Register(DurableTaskRegistry tasks, IServiceProvider app, Func<AgentTask, Func<Task<Verdict>>, Task<Verdict>>? speak)
    {
        CancellationToken none = CancellationToken.None;
        Activities work = ActivatorUtilities.CreateInstance<Activities>(app);
        DecisionActivities decisions = app.GetRequiredService<DecisionActivities>();
        tasks.AddOrchestratorFunc<DecisionRequest, DecisionReceipt>(WorkNames.Decision, Functions.Workflows.DecideAsync);
        tasks.AddOrchestratorFunc<OrderIntents, IntentReceipt>(WorkNames.Execution, Functions.Workflows.ExecuteAsync);
        tasks.AddOrchestratorFunc<FlattenRequest, FlattenResult>(WorkNames.Flatten, Functions.Workflows.FlattenAsync);
        tasks.AddOrchestratorFunc<ReconcileRequest, ReconcileResult>(WorkNames.Reconcile, Functions.Workflows.ReconcileAsync);
        tasks.AddActivityFunc<AgentTask, Verdict>(
            WorkNames.Speak, (_, task) => speak is null ? work.SpeakAsync(task, none) : speak(task, () => work.SpeakAsync(task, none)));
        tasks.AddActivityFunc<DecideTask, DecisionReceipt>(WorkNames.Decide, (_, task) => work.DecideAsync(task, none));
        tasks.AddActivityFunc<OrderIntents, bool>(WorkNames.Execute, (_, intents) => decisions.ExecuteAsync(intents, none));
        tasks.AddActivityFunc<EdgeMessage, bool>(WorkNames.Publish, (_, message) => work.PublishAsync(message, none));
        tasks.AddActivityFunc<IntentKey, IntentReceipt?>(WorkNames.Look, (_, key) => work.LookAsync(key, none));
        tasks.AddActivityFunc<Alert, bool>(WorkNames.Raise, (_, alert) => work.RaiseAsync(alert, none));
        tasks.AddActivityFunc<ModeDemand, ControlState>(WorkNames.Tighten, (_, demand) => work.TightenAsync(demand, none));
        tasks.AddActivityFunc<string, EdgeReport?>(WorkNames.AskEdge, (_, input) => work.AskEdgeAsync(input, none));
        tasks.AddActivityFunc<long, LedgerAccount>(WorkNames.FoldLedger, (_, upTo) => work.FoldLedgerAsync(upTo, none));
    }
}
