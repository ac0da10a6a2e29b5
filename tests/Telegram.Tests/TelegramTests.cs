using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Parley.Ports;

namespace Parley.Telegram.Tests;

public sealed class TelegramTests
{
    private const string Token = "123456:a-token-that-must-not-leak";
    private static readonly TelegramOptions Options = new() { BotToken = Token, WebhookSecret = "right_secret-1", ChatId = -100_200 };

    [Fact]
    public async Task An_alert_reaches_the_chat_as_telegram_wants_it()
    {
        await using Server server = await Server.StartAsync(200);
        using HttpClient http = new();
        TelegramBot bot = new(http, Options with { Server = server.Address });
        await bot.SendAsync(new Alert("k", AlertSeverity.Critical, default, "Position without a stop."), TestContext.Current.CancellationToken);
        (string path, string body) = server.Received.ShouldHaveSingleItem();
        path.ShouldBe($"/bot{Token}/sendMessage");
        using JsonDocument json = JsonDocument.Parse(body);
        json.RootElement.GetProperty("chat_id").GetInt64().ShouldBe(-100_200);
        json.RootElement.GetProperty("text").GetString()!.ShouldEndWith("Position without a stop.");
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_cut_between_letters()
    {
        await using Server server = await Server.StartAsync(200);
        using HttpClient http = new();
        await new TelegramBot(http, Options with { Server = server.Address }).WriteAsync(string.Concat(Enumerable.Repeat("😀", 3_000)), TestContext.Current.CancellationToken);
        using JsonDocument json = JsonDocument.Parse(server.Received[0].Body);
        string text = json.RootElement.GetProperty("text").GetString()!;
        text.Length.ShouldBeLessThanOrEqualTo(TelegramBot.TextMax);
        text.EnumerateRunes().ShouldAllBe(r => r.Value != 0xFFFD);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task A_refusal_tells_the_status_and_not_the_token(int status)
    {
        await using Server server = await Server.StartAsync(status);
        using HttpClient http = new();
        TelegramException e = await Should.ThrowAsync<TelegramException>(() =>
            new TelegramBot(http, Options with { Server = server.Address }).WriteAsync("x", TestContext.Current.CancellationToken));
        e.ToString().ShouldContain($"{status}");
        e.ToString().ShouldNotContain("123456");
    }

    [Fact]
    public async Task A_server_that_is_not_there_tells_no_token_either()
    {
        using HttpClient http = new();
        TelegramException e = await Should.ThrowAsync<TelegramException>(() =>
            new TelegramBot(http, Options with { Server = new("http://127.0.0.1:9") }).WriteAsync("x", TestContext.Current.CancellationToken));
        e.ToString().ShouldNotContain("123456");
    }

    [Theory]
    [InlineData("right_secret-1", true)]
    [InlineData("right_secret-2", false)]
    [InlineData("right_secret-1 ", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_the_right_secret_is_from_telegram(string? secret, bool expected) =>
        new TelegramWebhook(Options).IsFromTelegram(secret).ShouldBe(expected);

    [Fact]
    public void A_bot_without_a_secret_hears_nobody() =>
        new TelegramWebhook(Options with { WebhookSecret = "" }).IsFromTelegram("").ShouldBeFalse();

    [Fact]
    public void A_text_in_the_chat_is_read() =>
        Read("""{"update_id":1,"message":{"message_id":42,"from":{"id":7,"username":"ann"},"chat":{"id":-100200},"text":"/status"}}""")
            .ShouldBe(new ChatMessage("telegram-42", "ann", "/status"));

    [Theory]
    [InlineData("""{"message":{"message_id":42,"from":{"id":7},"chat":{"id":-100201},"text":"/halt"}}""")]
    [InlineData("""{"edited_message":{"message_id":42,"from":{"id":7},"chat":{"id":-100200},"text":"/halt"}}""")]
    [InlineData("""{"message":{"message_id":42,"from":{"id":7},"chat":{"id":-100200},"photo":[]}}""")]
    [InlineData("""{"message":{"message_id":"x","from":{"id":7},"chat":{"id":-100200},"text":"/halt"}}""")]
    [InlineData("""{"message":{"chat":{"id":1e400},"text":"/halt"}}""")]
    [InlineData("""{"message":[]}""")]
    [InlineData("""[1]""")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void Anything_else_is_nothing(string update) => Read(update).ShouldBeNull();

    private static ChatMessage? Read(string update) => new TelegramWebhook(Options).Read(Encoding.UTF8.GetBytes(update));

    /// <summary>Telegram, on loopback.</summary>
    private sealed class Server : IAsyncDisposable
    {
        private readonly WebApplication app;

        private Server(WebApplication app) => this.app = app;

        public List<(string Path, string Body)> Received { get; } = [];

        public Uri Address => new(app.Urls.First());

        public static async Task<Server> StartAsync(int status)
        {
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            Server server = new(builder.Build());
            server.app.Run(async context =>
            {
                using StreamReader reader = new(context.Request.Body);
                server.Received.Add((context.Request.Path, await reader.ReadToEndAsync(TestContext.Current.CancellationToken)));
                context.Response.StatusCode = status;
            });
            await server.app.StartAsync(TestContext.Current.CancellationToken);
            return server;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
