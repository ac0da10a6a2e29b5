using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.DependencyInjection;
using Parley.Functions;

namespace Parley.Azure.Tests;

/// <summary>The functions as the host will see them: all there, once, under names and bindings it takes.</summary>
public sealed partial class FunctionTableTests
{
    private static readonly (string Name, MethodInfo Method)[] Functions =
    [
        .. typeof(IngestTicks).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Select(m => (m.GetCustomAttribute<FunctionAttribute>()?.Name ?? "", m))
            .Where(f => f.Item1.Length > 0),
    ];

    [Fact]
    public void There_are_exactly_these()
    {
        string[] table =
        [
            .. Functions.Select(f => $"{f.Name}: {Trigger(f.Method).GetType().Name.Replace("TriggerAttribute", "", StringComparison.Ordinal)}").Order(StringComparer.Ordinal),
        ];
        table.ShouldBe(
        [
            "AuditLedger: Timer",
            "IngestTicks: EventHub",
            "PurgeHistory: Timer",
            "Reconcile: Timer",
            "SummariseDay: Timer",
            "alert-raise-v1: Activity",
            "control-tighten-v1: Activity",
            "control: Http",
            "decision-decide-v1: Activity",
            "decision-execute-v1: Activity",
            "decision-v1: Orchestration",
            "decisions: Http",
            "deliberation-speak-v1: Activity",
            "edge-report-v1: Activity",
            "execution-look-v1: Activity",
            "execution-publish-v1: Activity",
            "execution-v1: Orchestration",
            "features: Http",
            "flatten-v1: Orchestration",
            "health: Http",
            "ledger-fold-v1: Activity",
            "reason: Http",
            "reconcile-v1: Orchestration",
            "status: Http",
            "telegram: Http",
        ]);
    }

    [Fact]
    public void Every_name_of_work_has_its_function_and_every_piece_of_work_a_name()
    {
        string[] names = [.. typeof(WorkNames).GetFields().Select(f => (string)f.GetRawConstantValue()!).Order(StringComparer.Ordinal)];
        names.Length.ShouldBeGreaterThan(10);
        Functions.Where(f => Trigger(f.Method) is ActivityTriggerAttribute or OrchestrationTriggerAttribute).Select(f => f.Name)
            .Order(StringComparer.Ordinal).ShouldBe(names);
        Functions.Select(f => f.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(Functions.Length);
    }

    [Fact]
    public void Activities_and_workflows_take_and_give_what_their_definitions_say()
    {
        int compared = 0;
        foreach (object definition in typeof(DecisionWorkflow).Assembly.GetTypes().SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Static))
            .Where(p => p.PropertyType.IsGenericType && (p.PropertyType.GetGenericTypeDefinition() == typeof(Activity<,>) || p.PropertyType.GetGenericTypeDefinition() == typeof(Workflow<,>)))
            .Select(p => p.GetValue(null)!))
        {
            Type[] types = definition.GetType().GetGenericArguments();
            string name = (string)definition.GetType().GetProperty("Name")!.GetValue(definition)!;
            MethodInfo method = Functions.Single(f => f.Name == name).Method;
            bool isWorkflow = definition.GetType().GetGenericTypeDefinition() == typeof(Workflow<,>);
            method.GetParameters()[isWorkflow ? 1 : 0].ParameterType.ShouldBe(types[0], name);
            method.ReturnType.ShouldBe(typeof(Task<>).MakeGenericType(types[1]), name);
            compared++;
        }

        compared.ShouldBe(typeof(WorkNames).GetFields().Length);
    }

    [Fact]
    public void What_changes_something_over_http_is_posted_and_nothing_else_is()
    {
        string[] writes = [.. Functions.Where(f => Methods(f.Method) is ["post"]).Select(f => f.Name).Order(StringComparer.Ordinal)];
        writes.ShouldBe(["control", "reason", "telegram"]);
        foreach ((string name, MethodInfo method) in Functions.Where(f => Trigger(f.Method) is HttpTriggerAttribute))
        {
            // None named would be all of them.
            Methods(method).ShouldHaveSingleItem(name);
            Methods(method)![0].ShouldBeOneOf(["get", "post"], name);
        }
    }

    [Fact]
    public void Work_can_only_start_where_the_hosts_client_is_at_hand()
    {
        string[] starting = ["IngestTicks", "Reconcile", "control", "reason", "telegram", WorkNames.Execute, "PurgeHistory"];
        Functions.Where(f => f.Method.GetParameters().Any(p => p.GetCustomAttribute<DurableClientAttribute>() is not null)).Select(f => f.Name)
            .Order(StringComparer.Ordinal).ShouldBe(starting.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_of_functions_and_bindings_are_such_as_the_host_takes()
    {
        foreach ((string name, MethodInfo method) in Functions)
        {
            FunctionName().IsMatch(name).ShouldBeTrue(name);
            foreach (ParameterInfo parameter in method.GetParameters().Where(p => p.GetCustomAttribute<BindingAttribute>() is not null))
                BindingName().IsMatch(parameter.Name!).ShouldBeTrue($"{name}: {parameter.Name}");
        }
    }

    [Fact]
    public void Ticks_are_tried_until_they_are_dealt_with() =>
        Functions.Single(f => f.Name == nameof(IngestTicks)).Method.GetCustomAttribute<ExponentialBackoffRetryAttribute>()!.MaxRetryCount.ShouldBe(-1);

    [Fact]
    public async Task Every_class_of_functions_can_be_made_from_the_apps_services()
    {
        // Azure's own adapters: opening them sends nothing.
        await using ServiceProvider services = DeskApp.Services(cloud: null);
        foreach (Type type in Functions.Select(f => f.Method.DeclaringType!).Distinct().Where(t => !t.IsAbstract))
            ActivatorUtilities.CreateInstance(services, type).ShouldNotBeNull();
    }

    private static Attribute Trigger(MethodInfo method) => method.GetParameters()
        .SelectMany(p => p.GetCustomAttributes<TriggerBindingAttribute>()).ShouldHaveSingleItem(method.Name);

    private static string[]? Methods(MethodInfo method) => (Trigger(method) as HttpTriggerAttribute)?.Methods;

    [GeneratedRegex("^(?!host$)[A-Za-z][A-Za-z0-9_-]{0,126}$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex FunctionName();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{0,127}$", RegexOptions.NonBacktracking)]
    private static partial Regex BindingName();
}
