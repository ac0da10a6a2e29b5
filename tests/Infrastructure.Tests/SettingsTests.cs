using System.Collections;
using Parley.Hosting;
using Parley.Infrastructure.Tests.Evaluation;

namespace Parley.Infrastructure.Tests;

/// <summary>What the templates tell the hosts, their configuration takes.</summary>
public sealed class SettingsTests
{
    public static TheoryData<string> Environments => [.. Templates.Environments];

    [Theory]
    [MemberData(nameof(Environments))]
    public void The_functions_start_with_their_settings(string environment)
    {
        Resource site = Templates.Deployed(environment).Of("Microsoft.Web/sites").Single();
        Hashtable settings = Variables(site.Property("siteConfig", "appSettings"));
        Load((string)settings["PARLEY_PROFILE"]!, settings);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void The_edge_starts_with_its_settings_and_arguments(string environment)
    {
        Resource app = Templates.Deployed(environment).Of("Microsoft.App/containerApps").Single();
        var container = (Fields)((Items)app.Property("template", "containers")!).All[0];
        string[] arguments = [.. ((Items)container.Find("args")!).All.Select(a => a.Render())];
        arguments[0].ShouldBe("--profile");
        Load(arguments[1], Variables(container.Find("env"))).Edge.HealthPort
            .ShouldBe((int)((Whole)app.Property("configuration", "ingress", "targetPort")!).Number);
    }

    private static ParleyConfig Load(string profile, Hashtable variables)
    {
        ParleyConfig config = ConfigLoader.Load(profile, [], variables, new Dictionary<string, string>());
        config.Cloud.ProblemsOutside().ShouldBeEmpty();
        config.Cloud.LedgerTables.ShouldNotBeEmpty();
        config.Cloud.LedgerTables.ShouldNotBe(config.Cloud.Tables);
        return config;
    }

    // An endpoint that only Azure knows is an https address of its own.
    private static Hashtable Variables(Value? settings)
    {
        Hashtable variables = [];
        foreach (Fields setting in settings.ShouldBeOfType<Items>().All.Cast<Fields>())
        {
            var value = (Text)(setting.Find("value") is Unknown unknown ? new Text(unknown.Render()) : setting.Find("value")!);
            string known = value.IsKnown ? value.Content : $"https://{Uri.EscapeDataString(value.Content).Replace('%', '-')}.example.com/";
            variables[setting.Find("name")!.Render()] = known;
        }
        return variables;
    }
}
