using Microsoft.Playwright;

namespace Parley.Browser.Tests;

/// <summary>A page opened on a fixture desk, which writes down every complaint of the browser and every request.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Lock _gate = new();
    private readonly List<string> _complaints = [];
    private readonly List<string> _requests = [];

    private OpenPage(DeskServer server, IBrowserContext context, IPage page)
    {
        (Server, _context, Page) = (server, context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Note(_complaints, message.Text);
        };
        page.PageError += (_, error) => Note(_complaints, error);
        page.Request += (_, request) => Note(_requests, request.Url);
    }

    public DeskServer Server { get; }

    public IPage Page { get; }

    public static async Task<OpenPage> At(
        Chromium chromium, string path = "/", int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light,
        FixtureDesk? desk = null)
    {
        IBrowser browser = await chromium.Browser();
        DeskServer server = await DeskServer.Start(desk: desk);
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.Origin.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            TimezoneId = "America/New_York",
        });
        // A machine shared with builds is slow now and then; a wrong page stays wrong.
        context.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(60_000);
        OpenPage open = new(server, context, await context.NewPageAsync());
        await open.Page.GotoAsync(path);
        await Assertions.Expect(open.Page.Locator(".link")).ToHaveTextAsync("Live");
        return open;
    }

    /// <summary>The browser had nothing to complain about, and nothing was asked of anyone but the desk.</summary>
    public void ShouldBeClean()
    {
        lock (_gate)
        {
            _complaints.ShouldBeEmpty();
            _requests.ShouldNotBeEmpty();
            _requests.ShouldAllBe(url => url.StartsWith(Server.Origin.ToString(), StringComparison.Ordinal));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await Server.DisposeAsync();
    }

    private void Note(List<string> list, string text)
    {
        lock (_gate) list.Add(text);
    }
}
