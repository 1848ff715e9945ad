using System.Reflection;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Kernels.Compiler.Frontend;

// Reading and writing of places and through references.
internal sealed partial class MethodTranslation
{
    private List<Statement> _statements = [];
    private List<Statement> _entryStatements = [];
    private State _state = new();
    private SourceLocation? _source;

    private Operand Read(Place place)
    {
        switch (place)
        {
            case BoundPlace bound:
                return bound.Operand;
            case ScalarPlace scalar:
                if (_state[scalar] is { } known)
                    return known;
                var read = new ScalarOperand(ReadVariable(scalar.Variable, _statements));
                _state[scalar] = read;
                return read;
            case ReferencePlace reference when _state[reference] is ElementReference { Index: null } element:
                var indexed = element with { Index = ReadVariable(reference.Index, _statements) };
                _state[reference] = indexed;
                return indexed;
            case SymbolicPlace or ReferencePlace:
                return _state[place] ?? UnassignedOperand.Instance;
            case StructPlace whole:
                return new StructOperand(whole.Type, whole.Fields.Select(Read).ToArray());
            default:
                throw Error(KernelDiagnostics.Type, $"'{((UnsupportedPlace)place).Type.Name}'");
        }
    }

    private void Write(Place place, Operand operand)
    {
        switch (place)
        {
            case ScalarPlace scalar:
                var value = _arithmetic.Convert(Value(operand), scalar.Kind);
                _statements.Add(new VariableWrite(scalar.Variable, value) { Source = _source });
                _state[scalar] = new ScalarOperand(value);
                break;
            case ReferencePlace reference when operand is ElementReference element:
                _statements.Add(new VariableWrite(reference.Index, element.Index!) { Source = _source });
                _state[reference] = element;
                break;
            case SymbolicPlace or ReferencePlace:
                _state[place] = operand;
                break;
            case StructPlace whole when operand is StructOperand fields:
                for (var i = 0; i < whole.Fields.Length; i++)
                    Write(whole.Fields[i], fields.Fields[i]);
                break;
            case StructPlace:
                throw Unusable(operand);
            case UnsupportedPlace unsupported:
                throw Error(KernelDiagnostics.Type, $"'{unsupported.Type.Name}'");
            default:
                throw new InvalidOperationException("A bound argument never changes.");
        }
    }

    /// <summary>What a reference refers to.</summary>
    private Operand Dereference(Operand reference)
    {
        switch (reference)
        {
            case PlaceReference place:
                return Read(place.Place);
            case ElementReference element:
                var load = new Load(element.Memory, element.Index!) { Source = _source };
                _statements.Add(load);
                return new ScalarOperand(IsBFloat16(element.Memory) ? Widened(load.Result) : load.Result);
            default:
                throw Unusable(reference);
        }
    }

    private void Assign(Operand reference, Operand operand)
    {
        switch (reference)
        {
            case PlaceReference place:
                Write(place.Place, operand);
                break;
            case ElementReference element:
                StoreElement(element.Memory, element.Index!, Value(operand));
                break;
            default:
                throw Unusable(reference);
        }
    }

    private void StoreElement(Memory memory, Value index, Value value)
    {
        var stored = IsBFloat16(memory) ? Narrowed(value) : _arithmetic.Convert(value, memory.Element.Loaded());
        _statements.Add(new Store(memory, index, stored) { Source = _source });
    }

    private static bool IsBFloat16(Memory memory) => memory is ViewParameter { IsBFloat16: true };

    private Value Widened(Value upperHalf) => _values.Unary(UnaryOperator.BitsToFloat,
        _values.Binary(BinaryOperator.ShiftLeft, upperHalf, _values.Int(16)));

    // To the nearest, of two equally near the even one; what is no number keeps a bit that says so.
    private Value Narrowed(Value value)
    {
        var bits = _values.Unary(UnaryOperator.BitsToInt, value);
        var last = _values.Binary(BinaryOperator.And,
            _values.Binary(BinaryOperator.ShiftRight, bits, _values.Int(16)), _values.Int(1));
        var rounded = _values.Binary(BinaryOperator.Add,
            _values.Binary(BinaryOperator.Add, bits, _values.Int(0x7FFF)), last);
        var kept = _values.Select(_values.Binary(BinaryOperator.NotEqual, value, value),
            _values.Binary(BinaryOperator.Or, bits, _values.Int(0x400000)), rounded);
        return _values.Binary(BinaryOperator.ShiftRight, kept, _values.Int(16));
    }

    /// <summary>The number that an operand is.</summary>
    private Value Value(Operand operand) => operand is ScalarOperand scalar ? scalar.Value : throw Unusable(operand);

    /// <summary>The view or array that an operand, or what it refers to, is.</summary>
    private Memory MemoryOf(Operand operand)
    {
        if (operand is PlaceReference reference)
            operand = Read(reference.Place);
        return operand is MemoryOperand memory ? memory.Memory : throw Unusable(operand);
    }

    private KernelCompilationException Unusable(Operand operand) => operand switch
    {
        ConflictOperand => Error(
            KernelDiagnostics.DifferentViews, "a view, array or reference that depends on the path"),
        UnassignedOperand => Error(KernelDiagnostics.Unassigned, "a view, array or reference without a value"),
        _ => Error(KernelDiagnostics.Reference, "a use that the compiler cannot follow"),
    };

    private Operand Field(Operand operand, FieldInfo field) => operand switch
    {
        StructOperand whole => whole.Fields[IndexOf(field)],
        PlaceReference { Place: StructPlace place } => Read(place.Fields[IndexOf(field)]),
        PlaceReference { Place: BoundPlace { Operand: StructOperand whole } } => whole.Fields[IndexOf(field)],
        _ => throw Unusable(operand),
    };

    private Operand FieldReference(Operand operand, FieldInfo field) => operand switch
    {
        PlaceReference { Place: StructPlace place } => new PlaceReference(place.Fields[IndexOf(field)]),
        _ => throw Unusable(operand),
    };

    private static int IndexOf(FieldInfo field)
    {
        var fields = KernelSignature.FieldsOf(field.DeclaringType!);
        var index = 0;
        while (fields[index].MetadataToken != field.MetadataToken)
            index++;
        return index;
    }

    /// <summary>A value of all zeros; views in it are unassigned.</summary>
    private Operand Default(Type type)
    {
        if (ScalarKind.Of(type) is { } kind)
            return new ScalarOperand(_values.Constant(kind.Type, 0));
        if (ScalarKind.ElementOfMemory(type) is not null)
            return UnassignedOperand.Instance;
        return Place.IsStruct(type)
            ? new StructOperand(type, KernelSignature.FieldsOf(type).Select(f => Default(f.FieldType)).ToArray())
            : throw Error(KernelDiagnostics.Type, $"'{type.Name}'");
    }

    private KernelCompilationException Error(KernelRule rule, string what) => rule.Error(_code.Method, _source, what);
}
