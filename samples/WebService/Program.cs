// A web service of your own: a classifier from the services of the host, one for all requests.
using GpuFormer;
using GpuFormer.Extensions.Hosting;
using GpuFormer.Imaging;

var builder = WebApplication.CreateBuilder(args);
if (builder.Configuration["weights"] is not { } weights)
{
    Console.Error.WriteLine("usage: WebService --weights FILE [--device DEVICE] [--urls http://127.0.0.1:5000]");
    return 2;
}

builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 10_000_000);
builder.Services.AddGpuFormer(options =>
{
    options.Weights = weights;
    options.Device = builder.Configuration["device"] ?? "auto";
    // Better an answer of 429 than a queue without end.
    options.WhenQueueIsFull = QueueFullMode.Throw;
});
var app = builder.Build();
app.MapHealthChecks("/health");

// Whoever uploads may upload anything: limits hold before memory is taken.
var limits = new ImageLimits { Pixels = 25_000_000 };
app.MapPost("/classify", async (HttpRequest request, Classifier classifier, CancellationToken cancellation) =>
{
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body, cancellation);
    try
    {
        var image = ImageDecoder.Decode(body.GetBuffer().AsSpan(0, (int)body.Length), limits);
        return Results.Ok(await classifier.ClassifyAsync(image, topK: 3, cancellation));
    }
    catch (ImageFormatException unreadable)
    {
        return Results.BadRequest(new { error = unreadable.Message });
    }
    catch (PredictorBusyException)
    {
        return Results.StatusCode(StatusCodes.Status429TooManyRequests);
    }
});
await app.RunAsync();
return 0;
