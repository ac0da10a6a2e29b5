using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Parley.Dashboard;

namespace Parley.Browser.Tests;

public sealed class HttpTests : IAsyncLifetime
{
    private DeskServer _server = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await DeskServer.Start();
        _client = _server.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/desk")]
    [InlineData("/api/health")]
    public async Task Every_answer_carries_the_strict_policy(string path)
    {
        using HttpResponseMessage response = await _client.GetAsync(path, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        string policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
    }

    [Fact]
    public async Task A_file_the_browser_holds_is_not_sent_again()
    {
        using HttpResponseMessage first = await _client.GetAsync("/", TestContext.Current.CancellationToken);
        first.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        using HttpRequestMessage again = new(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await _client.SendAsync(again, TestContext.Current.CancellationToken);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Scripts_and_styles_are_named_by_content_compressed_and_kept_for_good()
    {
        string html = await _client.GetStringAsync("/", TestContext.Current.CancellationToken);
        string[] assets = [.. html.Split('"').Where(part => part.StartsWith("./assets/", StringComparison.Ordinal))];
        assets.Length.ShouldBe(2);
        foreach (string asset in assets)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, asset[1..]);
            request.Headers.AcceptEncoding.ParseAdd("gzip");
            using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            response.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
            response.Headers.CacheControl!.ToString().ShouldContain("immutable");
            response.Content.Headers.ContentType!.MediaType.ShouldBeOneOf("text/javascript", "text/css");
        }
    }

    [Theory]
    [InlineData("parley.evil.example")]
    [InlineData("localhost.evil.example:8080")]
    [InlineData("192.168.1.7")]
    public async Task A_foreign_host_name_reads_nothing(string host)
    {
        foreach (string path in new[] { "/", "/api/desk", "/api/stream" })
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            request.Headers.Host = host;
            using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:8080")]
    public async Task This_machines_own_names_are_answered(string host)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/health");
        request.Headers.Host = host;
        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Documents_speak_camel_case_words_and_no_invalid_numbers()
    {
        _server.Desk.Change(desk => desk with { Account = desk.Account with { Drawdown = double.NaN } });
        JsonElement desk = await Get("/api/desk");
        desk.GetProperty("mode").GetString().ShouldBe("Normal");
        desk.GetProperty("account").GetProperty("drawdown").ValueKind.ShouldBe(JsonValueKind.Null);
        desk.GetProperty("feeds")[3].GetProperty("state").GetString().ShouldBe("mute");
        desk.GetProperty("openOrders")[0].GetProperty("type").GetString().ShouldBe("stopMarket");

        JsonElement decision = await Get("/api/decisions/d0640");
        decision.GetProperty("outcome").GetString().ShouldBe("enter");
        decision.GetProperty("side").GetString().ShouldBe("buy");
        decision.GetProperty("verdicts")[4].GetProperty("role").GetString().ShouldBe("devilsAdvocate");
        decision.GetProperty("risk").GetProperty("checks")[0].GetProperty("outcome").GetString().ShouldBe("Passed");
    }

    [Fact]
    public async Task Decisions_come_newest_first_and_page_backwards()
    {
        JsonElement first = await Get("/api/decisions?limit=3");
        string oldest = first[2].GetProperty("id").GetString()!;
        JsonElement second = await Get($"/api/decisions?limit=3&before={oldest}");
        string[] ids = [.. first.EnumerateArray().Concat(second.EnumerateArray()).Select(row => row.GetProperty("id").GetString()!)];
        ids.ShouldBe([.. _server.Desk.Decisions.All.Select(decision => decision.Id).Reverse().Take(6)]);
    }

    [Theory]
    [InlineData("/api/bars?symbol=BTCUSDT", "Bars need")]
    [InlineData("/api/features?symbol=BTCUSDT&timeframe=1m", "Features need")]
    [InlineData("/api/features?symbol=BTCUSDT&timeframe=1m&names=sma_20,cvd", "'cvd' is no feature of bars")]
    [InlineData("/api/features?symbol=BTCUSDT&timeframe=1m&names=sma_20&limit=0", "'limit' is a whole number")]
    [InlineData("/api/fills?limit=many", "'limit' is a whole number")]
    [InlineData("/api/fills?limit=0", "'limit' is a whole number")]
    [InlineData("/api/decisions?limit=-1", "'limit' is a whole number")]
    public async Task A_question_that_makes_no_sense_gets_one_clear_line(string path, string line)
    {
        using HttpResponseMessage response = await _client.GetAsync(path, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Error(response)).ShouldStartWith(line);
    }

    [Theory]
    [InlineData("symbol=DOGEUSDT&timeframe=1m", "The desk does not watch 'DOGEUSDT'.")]
    [InlineData("symbol=BTCUSDT&timeframe=2m", "The desk keeps no bars of '2m'; it keeps 1m, 5m, 1h.")]
    public async Task Features_of_what_the_desk_does_not_keep_are_not_found(string query, string line)
    {
        using HttpResponseMessage response = await _client.GetAsync($"/api/features?{query}&names=sma_20", TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Error(response)).ShouldBe(line);
    }

    [Fact]
    public async Task Features_come_at_the_times_of_their_bars_and_null_where_not_known()
    {
        JsonElement bars = await Get("/api/bars?symbol=BTCUSDT&timeframe=1h&limit=600");
        JsonElement features = await Get("/api/features?symbol=BTCUSDT&timeframe=1h&names=sma_20,rsi_14&limit=600");
        long[] times = [.. features.GetProperty("times").EnumerateArray().Select(time => time.GetInt64())];
        times.ShouldBe([.. bars.EnumerateArray().Select(bar => bar.GetProperty("time").GetInt64())]);
        JsonElement values = features.GetProperty("values");
        values.EnumerateObject().Select(line => line.Name).ShouldBe(["sma_20", "rsi_14"]);
        values.GetProperty("sma_20").GetArrayLength().ShouldBe(times.Length);
        values.GetProperty("sma_20")[0].ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_catalogue_is_sent_once()
    {
        using HttpResponseMessage first = await _client.GetAsync("/api/catalogue", TestContext.Current.CancellationToken);
        JsonElement catalogue = await first.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        catalogue[0].GetProperty("kind").GetString().ShouldBe("bars");
        catalogue[0].GetProperty("units").GetString().ShouldBe("quote currency");
        using HttpRequestMessage again = new(HttpMethod.Get, "/api/catalogue");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using HttpResponseMessage second = await _client.SendAsync(again, TestContext.Current.CancellationToken);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Control_without_the_header_is_refused()
    {
        using HttpResponseMessage response = await Control("""{"action":"halt"}""", header: false);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _server.Desk.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Host", "evil.example")]
    public async Task Control_from_another_page_is_refused(string header, string value)
    {
        using HttpResponseMessage response = await Control("""{"action":"halt"}""", header: true, (header, value));
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        _server.Desk.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"action":"explode"}""")]
    [InlineData("""{"action":null}""")]
    [InlineData("""{"action":"halt"}{""")]
    [InlineData("halt")]
    [InlineData("")]
    public async Task An_unknown_action_gets_one_clear_line(string body)
    {
        using HttpResponseMessage response = await Control(body, header: true);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Error(response)).ShouldEndWith("the desk knows pause, resume, reduce-only, flatten, halt.");
        _server.Desk.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("pause", ControlAction.Pause)]
    [InlineData("reduce-only", ControlAction.ReduceOnly)]
    [InlineData("flatten", ControlAction.Flatten)]
    public async Task Control_from_the_command_line_reaches_the_desk(string name, ControlAction action)
    {
        using HttpResponseMessage response = await Control($$"""{"action":"{{name}}"}""", header: true);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        _server.Desk.Asked.ShouldBe([action]);
    }

    private async Task<JsonElement> Get(string path) =>
        await _client.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

    private static async Task<string> Error(HttpResponseMessage response)
    {
        JsonElement body = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return body.GetProperty("error").GetString()!;
    }

    private async Task<HttpResponseMessage> Control(string body, bool header, params (string Name, string Value)[] others)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/control") { Content = new StringContent(body) };
        if (header) request.Headers.Add("X-Parley-Control", "1");
        foreach ((string name, string value) in others) request.Headers.Add(name, value);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
