namespace Parley.Edge.Tests;

public sealed class ConfigurationTests
{
    [Fact]
    public void The_emulators_are_a_cloud_outside_this_process_and_say_so_without_a_secret()
    {
        CloudConfig cloud = Load("emulators").Cloud;
        cloud.RequireOutside().ShouldBe(cloud);
        cloud.EventHubs.ShouldContain("UseDevelopmentEmulator=true");
    }

    [Fact]
    public void Paper_names_no_cloud_outside_and_whoever_needs_one_hears_what_is_missing()
    {
        ConfigException missing = Should.Throw<ConfigException>(() => Load("paper").Cloud.RequireOutside());
        missing.Message.ShouldContain("Cloud.EventHubs");
        missing.Message.ShouldContain("Cloud.Tables");
        missing.Message.ShouldContain("Cloud.Blobs");
    }

    [Theory]
    [InlineData("Cloud.EventHubs", "Endpoint=sb://parley.servicebus.windows.net/;SharedAccessKeyName=x;SharedAccessKey=y", "keys")]
    [InlineData("Cloud.Tables", "DefaultEndpointsProtocol=https;AccountName=parley;AccountKey=x", "keys")]
    [InlineData("Cloud.LedgerTables", "http://parley.table.core.windows.net", "https")]
    [InlineData("Cloud.Blobs", "https://parley.blob.core.windows.net/?sv=2024&sig=x", "keys")]
    [InlineData("Edge.RenewInterval", "6s", "third")]
    [InlineData("Edge.LeaseDuration", "100ms", "LeaseDuration")]
    [InlineData("Edge.HealthAddress", "everywhere", "HealthAddress")]
    [InlineData("Edge.Holder", "a/b", "Holder")]
    [InlineData("Edge.Overflow", "explode", "Overflow")]
    public void What_is_wrong_is_named_and_no_key_gets_into_a_configuration(string key, string value, string mentioned) =>
        Should.Throw<ConfigException>(() => Load("paper", (key, value))).Message.ShouldContain(mentioned);

    [Theory]
    [InlineData("Cloud.EventHubs", "parley.servicebus.windows.net")]
    [InlineData("Cloud.Tables", "https://parley.table.core.windows.net")]
    [InlineData("Cloud.Blobs", "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite")]
    public void Addresses_are_welcome(string key, string value) => Should.NotThrow(() => Load("paper", (key, value)));

    [Fact]
    public void Real_markets_wait_for_nobody()
    {
        Load("live").Edge.Overflow.ShouldBe(OverflowPolicy.Drop);
        Load("testnet").Edge.Overflow.ShouldBe(OverflowPolicy.Drop);
        Load("emulators").Edge.Overflow.ShouldBe(OverflowPolicy.Block);
    }

    private static ParleyConfig Load(string profile, params (string Key, string Value)[] overrides) =>
        ConfigLoader.Load(profile, [], new Dictionary<string, string>(), overrides.ToDictionary(o => o.Key, o => o.Value));
}
